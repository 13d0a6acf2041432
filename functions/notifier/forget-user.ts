import type { InTransaction } from '../kit/events/inbox.ts'
import type { Received } from '../kit/events/receive.ts'

/** The account is deleted: nothing of this person stays, and what arrives late brings nothing back. */
export async function forgetUser({ userId, time }: Received, { tx }: InTransaction): Promise<void> {
  if (userId !== undefined) await tx`select notifications.delete_caller(${time})`
}
