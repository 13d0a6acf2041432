import { hkdfSync } from 'node:crypto'
import * as v from 'valibot'
import { wireFor as wireAuditSink } from '../audit-sink/wire.ts'
import { alarmsEntries } from '../kit/alarms/settings.ts'
import { bySecret } from '../kit/events/may-deliver.ts'
import { brokerPublisher, eventsEntries } from '../kit/events/publish/broker.ts'
import { createLog } from '../kit/log.ts'
import type { Wired } from '../kit/run.ts'
import { type Environment, logLevel, readSettings, secret } from '../kit/settings/settings.ts'
import { notifierEntries } from '../notifier/settings.ts'
import { wireFor as wireNotifier } from '../notifier/wire.ts'
import { wire as wireRecurrenceHandler } from '../recurrence-handler/wire.ts'
import { wireFor as wireReminderFirer } from '../reminder-firer/wire.ts'
import { relayEntries } from '../sync-relay/settings.ts'
import { wireFor as wireSyncRelay } from '../sync-relay/wire.ts'
import { entries as taskApiEntries, wire as wireTaskApi } from '../task-api/wire.ts'
import type { FunctionName, Functions } from './app.ts'
import { type Delivering, prepareKafka } from './kafka-events.ts'
import { localEvents } from './local-events.ts'

/** What stands on the terminal is for a person: only what goes wrong is logged. */
const entries = {
  ...taskApiEntries,
  ...eventsEntries,
  ...notifierEntries,
  ...alarmsEntries,
  ...relayEntries,
  OPERATOR_TOKEN: v.optional(secret),
  LOG_LEVEL: v.optional(logLevel, 'warn'),
}

export interface AllWired {
  functions: Functions
  /** Where else the web client lives. */
  webOrigins: readonly string[]
  /** To be called once the functions can be reached: what an earlier run left behind goes out now. */
  begin(): void
  /** Ends what would never end by itself. */
  stop(): void
  close(): Promise<void>
}

/** Every function as in the cluster, on one database. `eventsAt` is where their event doors are. */
export async function wireFunctions(
  databaseUrl: string,
  eventsAt: string,
  environment: Environment,
): Promise<AllWired> {
  const settings = readSettings(entries, environment)
  // A secret for each purpose, so that none has to be kept besides: whoever verifies tokens must not know what signs them.
  const derived = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', settings.AUTH_SECRET, '', purpose, 32)).toString('base64url')
  const delivery = derived('delivery')
  const logOf = (name: string) => createLog(name, settings.LOG_LEVEL)
  const publisher =
    settings.EVENTS === 'local' ? localEvents(eventsAt, delivery) : brokerPublisher(settings, 'laptop', logOf('events'))
  const platformOf = (name: FunctionName) => {
    const [admit, log] = [bySecret(delivery), logOf(name)]
    return { databaseUrl, publisher, admit, log, now: () => new Date() }
  }

  // In a cluster the others know a person by a token of task-api; here they ask it, so that a session's cookie counts too.
  const taskApi = wireTaskApi(settings, platformOf('task-api'))
  const wired = {
    'task-api': taskApi,
    'recurrence-handler': wireRecurrenceHandler({}, platformOf('recurrence-handler')),
    'reminder-firer': wireReminderFirer(
      { ...settings, CURSOR_SECRET: derived('reminders cursor') },
      platformOf('reminder-firer'),
      taskApi.identify,
    ),
    'audit-sink': wireAuditSink(
      { ...settings, CURSOR_SECRET: derived('audit cursor') },
      platformOf('audit-sink'),
      taskApi.identify,
    ),
    notifier: wireNotifier(
      { ...settings, CURSOR_SECRET: derived('notifier cursor'), LINK_SECRET: derived('notifier links') },
      platformOf('notifier'),
      taskApi.identify,
    ),
    'sync-relay': wireSyncRelay(settings, platformOf('sync-relay'), taskApi.identify),
  }
  const all: Wired[] = Object.values(wired)
  const log = logOf('kafka-source')
  const urlOf = (name: string) => `${eventsAt}/events/${name}?delivery=${delivery}`
  const deliver =
    settings.EVENTS === 'local'
      ? undefined
      : await prepareKafka({ settings, functions: Object.keys(wired), urlOf, log })
  let delivering: Promise<Delivering> | undefined

  return {
    webOrigins: settings.WEB_ORIGINS,
    functions: {
      'task-api': taskApi.app,
      'recurrence-handler': wired['recurrence-handler'].app,
      'reminder-firer': wired['reminder-firer'].app,
      'audit-sink': wired['audit-sink'].app,
      notifier: wired.notifier.app,
      'sync-relay': wired['sync-relay'].app,
    },
    begin() {
      delivering = deliver?.()
      delivering?.catch(err => log.error({ err, outcome: 'nothing is delivered' }))
      for (const one of all) one.begin()
    },
    stop() {
      for (const one of all) one.stop?.()
    },
    async close() {
      await delivering?.then(
        sources => sources.stop(),
        () => {},
      )
      await Promise.all(all.map(one => one.close()))
      await publisher.close()
    },
  }
}
