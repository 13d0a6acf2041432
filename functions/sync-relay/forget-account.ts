import { forget } from '../kit/events/inbox.ts'
import type { ReceivedEvent } from '../kit/events/receive.ts'
import type { Keeping } from './keep-update.ts'
import { everything } from './waker.ts'

/** The account is deleted: nothing of this person stays, and open streams end. */
export async function forgetAccount(event: ReceivedEvent, keeping: Keeping): Promise<void> {
  const { userId } = event
  if (userId === undefined) return
  await forget(event, keeping)
  keeping.afterCommit(() => keeping.wake({ userId, number: everything }))
}
