import { hkdfSync } from 'node:crypto'
import * as v from 'valibot'
import { forgetOld } from '../../functions/audit-sink/forget-old.ts'
import { createFunction as createAuditSink } from '../../functions/audit-sink/function.ts'
import { createFunction as createRecurrenceHandler } from '../../functions/recurrence-handler/function.ts'
import { connect } from '../../functions/shared/database/connect.ts'
import { timerAlarm } from '../../functions/shared/events/alarm.ts'
import { bySecret } from '../../functions/shared/events/may-deliver.ts'
import { createOutbox, type Outbox } from '../../functions/shared/events/outbox.ts'
import { brokerPublisher, eventsEntries } from '../../functions/shared/events/publish/broker.ts'
import { localPublisher } from '../../functions/shared/events/publish/local.ts'
import { identifyByJwt } from '../../functions/shared/identity/identify-by-jwt.ts'
import { createLog } from '../../functions/shared/runtime/log.ts'
import { type Environment, logLevel, readSettings, secret } from '../../functions/shared/runtime/settings.ts'
import { createFunction as createTaskApi } from '../../functions/task-api/function.ts'
import { identify, verifierOf } from '../../functions/task-api/identity/identify.ts'
import { identityEntries, identitySettings } from '../../functions/task-api/identity/settings.ts'
import { sweep } from '../../functions/task-api/sweep.ts'
import type { Functions } from './app.ts'
import { type Delivering, prepareKafka } from './kafka-events.ts'

/** What stands on the terminal is for a person: only what goes wrong is logged. */
const entries = {
  ...identityEntries,
  ...eventsEntries,
  OPERATOR_TOKEN: v.optional(secret),
  LOG_LEVEL: v.optional(logLevel, 'warn'),
}

export interface Wired {
  functions: Functions
  /** To be called once the functions can be reached: what an earlier run left behind goes out now. */
  begin(): void
  close(): Promise<void>
}

/** Every function as in the cluster, on one database. `eventsAt` is where their event doors are. */
export async function wireFunctions(databaseUrl: string, eventsAt: string, environment: Environment): Promise<Wired> {
  const settings = readSettings(entries, environment)
  const logOf = (name: string) => createLog(name, settings.LOG_LEVEL)
  const identity = identitySettings(settings)
  const delivery = derived(identity.secret, 'delivery')
  const admit = bySecret(delivery)
  const to = (name: keyof Functions, door = '') => ({ function: name, url: `${eventsAt}/events/${name}${door}` })
  const publisher =
    settings.EVENTS === 'local'
      ? localPublisher({
          authorization: `Bearer ${delivery}`,
          subscribers: {
            'task-events': [to('recurrence-handler'), to('audit-sink')],
            'task-commands': [to('task-api'), to('audit-sink', '/commands')],
            reminders: [to('audit-sink')],
            'audit-events': [to('audit-sink')],
            'dead-letters': [to('audit-sink', '/dead-letters')],
          },
        })
      : brokerPublisher(settings, 'laptop', logOf('events'))

  const sql = connect(databaseUrl, 'task_api')
  const now = () => new Date()
  const log = logOf('task-api')
  const alarm = timerAlarm(() => outbox.sweep())
  const outbox: Outbox = createOutbox({ sql, schema: 'tasks', functionName: 'task-api', publisher, alarm, log })
  const verify = verifierOf(sql, identity)
  const taskApi = createTaskApi({
    sql,
    outbox,
    identity,
    identify: identify({ sql, identity, verify, now }),
    cursorSecret: derived(identity.secret, 'cursor'),
    admit,
    now,
    log,
  })
  const recurrenceHandler = createRecurrenceHandler({ publisher, admit, log: logOf('recurrence-handler') })

  const auditSql = connect(databaseUrl, 'audit_sink')
  const auditSink = createAuditSink({
    sql: auditSql,
    publisher,
    admit,
    identify: identifyByJwt(verify),
    operatorToken: settings.OPERATOR_TOKEN,
    cursorSecret: derived(identity.secret, 'cursor'),
    now,
    log: logOf('audit-sink'),
  })

  const functions = {
    'task-api': taskApi.app,
    'recurrence-handler': recurrenceHandler.app,
    'audit-sink': auditSink.app,
  }
  const deliver =
    settings.EVENTS === 'local'
      ? undefined
      : await prepareKafka({
          settings,
          functions: Object.keys(functions),
          urlOf: name => `${eventsAt}/events/${name}?delivery=${delivery}`,
          log: logOf('kafka-source'),
        })
  let delivering: Promise<Delivering> | undefined

  return {
    functions,
    begin() {
      delivering = deliver?.()
      delivering?.catch(err => log.error({ err, outcome: 'nothing is delivered' }))
      forgetOld(auditSql, now()).catch(err => log.warn({ err, outcome: 'nothing was forgotten' }))
      sweep({ sql, outbox, now, log }).catch(err => log.warn({ err, outcome: 'nothing was swept' }))
    },
    async close() {
      await delivering?.then(
        sources => sources.stop(),
        () => {},
      )
      await outbox.close()
      await publisher.close()
      await Promise.all([sql.end({ timeout: 2 }), auditSql.end({ timeout: 2 })])
    },
  }
}

/** A secret for one purpose, so that none has to be kept besides. */
const derived = (secret: string, purpose: string): string =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)).toString('base64url')
