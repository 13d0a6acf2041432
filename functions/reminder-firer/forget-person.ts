import type { Received } from '../kit/events/receive.ts'
import { isGone, type Keeping } from './keep-reminders.ts'

/** An account is gone, and everything of it goes here too. What is still on its way from before brings nothing back. */
export async function forgetPerson({ userId, time }: Received, { tx, touched }: Keeping): Promise<void> {
  if (userId === undefined || (await isGone(tx, userId, time))) return
  await tx`select reminders.delete_caller(${time})`
  touched()
}
