import { userDeleted } from '../../domain/events/task-events.ts'
import { accountDeleted } from '../../domain/events/task-updates.ts'
import type { Refusal } from '../../kit/core/refusal.ts'
import type { OutboxEvent } from '../../kit/events/event.ts'
import { emitIn } from '../../kit/events/inbox.ts'
import { type Answer, noContent } from '../../kit/http/answer.ts'
import type { Caller } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import { accountGone, isAccountGone, type WorkDeps } from '../work.ts'

/**
 * Removes everything of an account and tells the other functions to do the same, in one transaction. Of the account
 * nothing stays but the hash of its name, which keeps tokens that are still about from writing.
 */
export async function deleteAccount({ sql, outbox, now }: WorkDeps, caller: Caller): Promise<Answer | Refusal> {
  try {
    // Not within the transaction: of two deletions at once each would wait for the lock of the other.
    await sql`select identity.begin_write(${caller.userId}, ${caller.since ?? null})`
  } catch (error) {
    if (isAccountGone(error)) return accountGone()
    throw error
  }
  const [time, written]: [Date, OutboxEvent[]] = [now(), []]
  await asCaller(sql, caller, async tx => {
    const emit = emitIn(tx, 'tasks', caller, written)
    await tx`select identity.delete_caller(${time})`
    await emit(userDeleted, { time, data: { actor: caller.actor } })
    await emit(accountDeleted, { time, data: {} })
  })
  await outbox.publish(written)
  return noContent
}
