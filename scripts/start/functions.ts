import { hkdfSync } from 'node:crypto'
import * as v from 'valibot'
import { connect } from '../../functions/shared/database/connect.ts'
import { timerAlarm } from '../../functions/shared/events/alarm.ts'
import type { Publisher } from '../../functions/shared/events/event.ts'
import { bySecret } from '../../functions/shared/events/may-deliver.ts'
import { createOutbox, type Outbox } from '../../functions/shared/events/outbox.ts'
import { createLog } from '../../functions/shared/runtime/log.ts'
import { type Environment, logLevel, readSettings } from '../../functions/shared/runtime/settings.ts'
import { createFunction } from '../../functions/task-api/function.ts'
import { identify, verifierOf } from '../../functions/task-api/identity/identify.ts'
import { identityEntries, identitySettings } from '../../functions/task-api/identity/settings.ts'
import type { Functions } from './app.ts'

/** What stands on the terminal is for a person: only what goes wrong is logged. */
const entries = { ...identityEntries, LOG_LEVEL: v.optional(logLevel, 'warn') }

export interface Wired {
  functions: Functions
  close(): Promise<void>
}

/** Every function as in the cluster, on one database. */
export async function wireFunctions(databaseUrl: string, environment: Environment): Promise<Wired> {
  const settings = readSettings(entries, environment)
  const identity = identitySettings(settings)
  const sql = connect(databaseUrl, 'task_api')
  const now = () => new Date()
  const publisher = toNobody
  const log = createLog('task-api', settings.LOG_LEVEL)
  const alarm = timerAlarm(() => outbox.sweep())
  const outbox: Outbox = createOutbox({ sql, schema: 'tasks', functionName: 'task-api', publisher, alarm, log })
  const taskApi = createFunction({
    sql,
    outbox,
    identity,
    identify: identify({ sql, identity, verify: verifierOf(sql, identity), now }),
    cursorSecret: derived(identity.secret, 'cursor'),
    admit: bySecret(derived(identity.secret, 'delivery')),
    now,
    log,
  })
  await outbox.sweep()
  return {
    functions: { 'task-api': taskApi.app },
    async close() {
      await outbox.close()
      await publisher.close()
      await sql.end({ timeout: 2 })
    },
  }
}

/** A secret for one purpose, so that none has to be kept besides. */
const derived = (secret: string, purpose: string): string =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)).toString('base64url')

/** No function consumes events yet. */
const toNobody: Publisher = { publish: async () => {}, close: async () => {} }
