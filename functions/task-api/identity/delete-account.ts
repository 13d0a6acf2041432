import type { Refusal } from '../../kit/core/refusal.ts'
import { insertEvents } from '../../kit/events/outbox-table.ts'
import { type Answer, noContent } from '../../kit/http/answer.ts'
import type { Caller } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import { accountEnded } from '../events.ts'
import { accountGone, isAccountGone, type WorkDeps } from '../work.ts'

/**
 * Removes everything of an account and tells the other functions to do the same, in one transaction. Of the account
 * nothing stays but the hash of its name, by which tokens that are still about are kept from writing.
 */
export async function deleteAccount({ sql, outbox, now }: WorkDeps, caller: Caller): Promise<Answer | Refusal> {
  try {
    await sql`select identity.begin_write(${caller.userId}, ${caller.since ?? null})`
  } catch (error) {
    if (isAccountGone(error)) return accountGone()
    throw error
  }
  const at = now()
  const events = accountEnded(caller, at)
  await asCaller(sql, caller, async tx => {
    await tx`select identity.delete_caller(${at})`
    await insertEvents(tx, 'tasks', events)
  })
  await outbox.publish(events)
  return noContent
}
