import type { ReceivedEvent } from '../kit/events/handler.ts'
import { forget } from '../kit/events/inbox.ts'
import type { UpdateContext } from './store-update.ts'
import { unknownNumber } from './waker.ts'

/** Deletes everything of a deleted account and ends its streams. */
export async function forgetAccount(event: ReceivedEvent, context: UpdateContext): Promise<void> {
  const { userId } = event
  if (userId === undefined) return
  await forget(event, context)
  context.afterCommit(() => context.wake({ userId, number: unknownNumber }))
}
