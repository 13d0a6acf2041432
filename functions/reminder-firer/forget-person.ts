import type { ReceivedEvent } from '../kit/events/handler.ts'
import { forget } from '../kit/events/inbox.ts'
import { lockPerson, type ReminderContext } from './update-reminders.ts'

/** Deletes the reminders of a deleted account and sets the alarm for the next reminder. */
export async function forgetPerson(event: ReceivedEvent, context: ReminderContext): Promise<void> {
  const { userId, time } = event
  if (userId === undefined || !(await lockPerson(context.tx, userId, time))) return
  await forget(event, context)
  context.afterCommit(context.firer.runSoon)
}
