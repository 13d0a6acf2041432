import type { Received } from '../kit/events/receive.ts'
import type { Keeping } from './keep-update.ts'
import { everything } from './waker.ts'

/** The account is deleted: nothing of this person stays, what arrives late brings nothing back, and open streams end. */
export async function forgetAccount({ userId, time }: Received<unknown>, { tx, tell }: Keeping): Promise<void> {
  if (userId === undefined) return
  await tx`select sync.delete_caller(${time})`
  tell({ userId, number: everything })
}
