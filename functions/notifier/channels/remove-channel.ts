import { asCaller } from '../../shared/database/as-caller.ts'
import { type Answer, noContent } from '../../shared/runtime/answer.ts'
import type { Caller } from '../../shared/runtime/api.ts'
import { type Refusal, refuse } from '../../shared/runtime/problem.ts'
import type { Notifier } from '../function.ts'

/** What waits for it is not sent: whoever claims that finds no channel. */
export async function removeChannel({ sql }: Notifier, caller: Caller, id: string): Promise<Answer | Refusal> {
  const removed = await asCaller(
    sql,
    caller,
    tx => tx`delete from notifications.channel where user_id = ${caller.userId} and id = ${id} returning id`,
  )
  return removed.length ? noContent : refuse('channel-not-found')
}
