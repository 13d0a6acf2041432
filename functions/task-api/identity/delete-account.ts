import { userDeleted } from '../../domain/events/account-events.ts'
import { accountDeleted } from '../../domain/events/task-updates.ts'
import type { Refusal } from '../../kit/core/refusal.ts'
import type { OutboxEvent } from '../../kit/events/event.ts'
import { emitIn } from '../../kit/events/inbox.ts'
import { type Answer, noContent } from '../../kit/http/answer.ts'
import type { Caller } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import { accountGone, isAccountGone, type WorkDeps } from '../work.ts'

/**
 * Deletes everything of an account and writes the events for the other functions, in one transaction. Only the hash of
 * the user id stays, so that tokens which have not expired cannot write.
 */
export async function deleteAccount({ sql, outbox, now }: WorkDeps, caller: Caller): Promise<Answer | Refusal> {
  const written: OutboxEvent[] = []
  try {
    await asCaller(sql, caller, async tx => {
      const emit = emitIn(tx, 'tasks', caller, written)
      await tx`select pg_advisory_xact_lock(hashtext('zerodue.account'), hashtext(${caller.userId}))`
      await tx`select identity.begin_write(${caller.userId}, ${caller.since ?? null})`
      // After the lock, so later than every write: a consumer that gets the deletion first knows their events as late.
      const time = now()
      await tx`select identity.delete_caller(${time})`
      await emit(userDeleted, { time, data: { actor: caller.actor } })
      await emit(accountDeleted, { time, data: {} })
    })
  } catch (error) {
    if (isAccountGone(error)) return accountGone()
    throw error
  }
  await outbox.publish(written)
  return noContent
}
