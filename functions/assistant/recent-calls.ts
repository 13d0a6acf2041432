import { randomUUID } from 'node:crypto'
import { asCaller } from '../kit/postgres/as-caller.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { digestOf } from './tools/key.ts'

/** The same call within this time is a retry: a client that lost the answer sends it again, with another request id. */
const repeatedWithinMinutes = 10

interface CallDeps {
  sql: Sql
  now: () => Date
}

/** The idempotency key of a call that brings none: one key for all equal calls of a person within ten minutes. */
export async function keyOfCall({ sql, now }: CallDeps, userId: string, call: unknown): Promise<string> {
  const at = now()
  const oldest = new Date(at.getTime() - repeatedWithinMinutes * 60_000)
  const digest = digestOf(call)
  const rows = await asCaller(
    sql,
    { userId },
    tx => tx<{ key: string }[]>`
      insert into assistant.recent_call as earlier (user_id, call, key, at)
      values (${userId}, ${digest}, ${randomUUID()}, ${at})
      on conflict (user_id, call) do update set
        key = case when earlier.at < ${oldest} then excluded.key else earlier.key end,
        at = case when earlier.at < ${oldest} then excluded.at else earlier.at end
      returning key`,
  )
  return rows[0]?.key ?? ''
}

/** Deletes calls that are too old to be repeated. */
export const callsBefore = (now: Date): Date => new Date(now.getTime() - repeatedWithinMinutes * 60_000)
