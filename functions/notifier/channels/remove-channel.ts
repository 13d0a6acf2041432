import { channelNotFound } from '../../domain/problems.ts'
import { type Refusal, refuse } from '../../kit/core/refusal.ts'
import { type Answer, noContent } from '../../kit/http/answer.ts'
import type { Caller } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'

/** Deliveries that wait for the channel are not sent: their next attempt finds no channel. */
export async function removeChannel({ sql }: { sql: Sql }, caller: Caller, id: string): Promise<Answer | Refusal> {
  const removed = await asCaller(
    sql,
    caller,
    tx => tx`delete from notifications.channel where user_id = ${caller.userId} and id = ${id} returning id`,
  )
  return removed.length ? noContent : refuse(channelNotFound)
}
