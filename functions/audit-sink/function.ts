import type { Publisher } from '../kit/events/event.ts'
import type { Admit } from '../kit/events/may-deliver.ts'
import type { Arrived } from '../kit/events/read-event.ts'
import { onAny, receive } from '../kit/events/receive.ts'
import type { Api, Identify } from '../kit/http/api.ts'
import { createApi } from '../kit/http/create-api.ts'
import { opsRoutes } from '../kit/http/ops-routes.ts'
import type { Log } from '../kit/log.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { appendEvent } from './append-event.ts'
import { auditRoutes } from './audit-routes.ts'
import { type DeadLetter, readDeadLetter } from './dead-letter.ts'
import { deadLetterRoutes } from './dead-letter-routes.ts'
import { forgetOld } from './forget-old.ts'
import { keepDeadLetter } from './keep-dead-letter.ts'
import { orOperator } from './operator.ts'

/** What audit-sink needs from outside. */
export interface AuditSink {
  sql: Sql
  /** For replays only: this function tells of nothing itself. */
  publisher: Publisher
  admit: Admit
  identify: Identify
  operatorToken: string | undefined
  cursorSecret: string
  now: () => Date
  log: Log
}

const command = /^zerodue\.task\.(create|update|complete|snooze|delete)\.v\d+$/

export function createFunction(deps: AuditSink): Api {
  const { sql, admit, log, now } = deps
  const api = createApi(orOperator(deps.identify, deps.operatorToken), log)
  opsRoutes(api, async () => {
    await sql`select 1`
  })
  auditRoutes(api, deps)
  deadLetterRoutes(api, deps)

  const sweep = () => forgetOld(sql, now())
  // Whatever the type: adding the entry is all there is to do.
  const append = { admit, log, sweep, around: (event: Arrived) => appendEvent(sql, event) }
  const anything = onAny(async () => {})
  api.app.post('/', receive(append, [anything]))

  // Any producer writes commands. What it writes beside them is not true because it says so, such as an account's end.
  api.app.post('/commands', receive(append, [{ ...anything, takes: type => command.test(type) }]))

  // Dead letters have a door of their own: no event makes one of itself, or hides as one from the trail.
  const keep = async ({ data }: { data: unknown }) => {
    await keepDeadLetter(sql, data as DeadLetter, now())
    return 'handled' as const
  }
  api.app.post('/dead-letters', receive({ admit, log, read: readDeadLetter, around: keep }, [anything]))
  return api
}
