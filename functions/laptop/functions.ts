import { hkdfSync } from 'node:crypto'
import * as v from 'valibot'
import { type AnyFunction, settingsOf } from '../kit/define-function.ts'
import { brokerPublisher, eventsEntries } from '../kit/events/publish/broker.ts'
import { loadFunctions } from '../kit/function-names.ts'
import type { Identify } from '../kit/http/api.ts'
import { webEntries } from '../kit/http/cors.ts'
import { createLog } from '../kit/log.ts'
import { type Made, makeFunction } from '../kit/make-function.ts'
import { type Environment, logLevel, ownSecretsIn, readSettings, secret } from '../kit/settings/settings.ts'
import { type Delivering, prepareKafka } from './kafka-events.ts'
import { localEvents } from './local-events.ts'

/** What stands on the terminal is for a person: only what goes wrong is logged. */
const entries = {
  ...eventsEntries,
  ...webEntries,
  AUTH_SECRET: secret,
  LOG_LEVEL: v.optional(logLevel, 'warn'),
}

/** A function and the app that is made of it. */
export interface Mounted {
  definition: AnyFunction
  made: Made
}

export interface AllMounted {
  functions: Mounted[]
  /** Where else the web client lives. */
  webOrigins: readonly string[]
  /** To be called once the functions can be reached: what an earlier run left behind goes out now. */
  begin(): void
  /** Ends what would never end by itself. */
  stop(): void
  close(): Promise<void>
}

/** Every function as in the cluster, on one database. `eventsAt` is where their event doors are. */
export async function mountFunctions(
  databaseUrl: string,
  eventsAt: string,
  environment: Environment,
): Promise<AllMounted> {
  const settings = readSettings(entries, environment)
  // A secret for each purpose, so that none has to be kept besides: what verifies tokens must not know what signs them.
  const derived = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', settings.AUTH_SECRET, '', purpose, 32)).toString('base64url')
  const delivery = derived('delivery')
  const logOf = (name: string) => createLog(name, settings.LOG_LEVEL)
  // The function that signs people in comes first: the others know people by it, so that a session's cookie counts there.
  const definitions = (await loadFunctions()).sort((a, b) => Number(!a.signsIn) - Number(!b.signsIn))
  const publisher =
    settings.EVENTS === 'local'
      ? localEvents(definitions, eventsAt, delivery)
      : brokerPublisher(settings, 'laptop', logOf('events'))

  let people: Identify | undefined
  const functions = definitions.map(definition => {
    const secrets = ownSecretsIn(settingsOf(definition)).map(([name, purpose]) => [name, derived(purpose)])
    const own = { DATABASE_URL: databaseUrl, EVENTS_SECRET: delivery, LOG_LEVEL: settings.LOG_LEVEL }
    const known = people
    const made: Made = makeFunction(
      definition,
      { ...Object.fromEntries(secrets), ...environment, ...own },
      {
        publisher,
        ...(known && { identify: () => known }),
      },
    )
    people ??= made.identify
    return { definition, made }
  })

  const log = logOf('kafka-source')
  const urlOf = (name: string) => `${eventsAt}/events/${name}?delivery=${delivery}`
  const names = definitions.map(({ name }) => name)
  const deliver =
    settings.EVENTS === 'local' ? undefined : await prepareKafka({ settings, functions: names, urlOf, log })
  let delivering: Promise<Delivering> | undefined

  return {
    functions,
    webOrigins: settings.WEB_ORIGINS,
    begin() {
      delivering = deliver?.()
      delivering?.catch(err => log.error({ err, outcome: 'nothing is delivered' }))
      for (const { made } of functions) made.begin()
    },
    stop() {
      for (const { made } of functions) made.stop()
    },
    async close() {
      await delivering?.then(
        sources => sources.stop(),
        () => {},
      )
      await Promise.all(functions.map(({ made }) => made.close()))
      await publisher.close()
    },
  }
}
