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
 * Deletes everything of an account and writes the events for the other functions, in one transaction. Only the hash of
 * the user id stays, so that tokens which have not expired cannot write.
 */
export async function deleteAccount({ sql, outbox, now }: WorkDeps, caller: Caller): Promise<Answer | Refusal> {
  try {
    // Not in the transaction: two simultaneous deletions would wait for each other's lock.
    await sql`select identity.begin_write(${caller.userId}, ${caller.since ?? null})`
  } catch (error) {
    if (isAccountGone(error)) return accountGone()
    throw error
  }
  const time = now()
  const written: OutboxEvent[] = []
  await asCaller(sql, caller, async tx => {
    const emit = emitIn(tx, 'tasks', caller, written)
    await tx`select identity.delete_caller(${time})`
    await emit(userDeleted, { time, data: { actor: caller.actor } })
    await emit(accountDeleted, { time, data: {} })
  })
  await outbox.publish(written)
  return noContent
}
