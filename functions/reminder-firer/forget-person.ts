import { forget } from '../kit/events/inbox.ts'
import type { ReceivedEvent } from '../kit/events/receive.ts'
import { isGone, type Keeping } from './keep-reminders.ts'

/** The account is deleted: its reminders go, and the alarm moves to what is next. */
export async function forgetPerson(event: ReceivedEvent, keeping: Keeping): Promise<void> {
  const { userId, time } = event
  if (userId === undefined || (await isGone(keeping.tx, userId, time))) return
  await forget(event, keeping)
  keeping.afterCommit(keeping.firer.runSoon)
}
