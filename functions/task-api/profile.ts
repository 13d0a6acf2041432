import type { Transaction } from '../shared/database/connect.ts'

/** The zone in which this person's days begin. */
export async function findZone(tx: Transaction, userId: string): Promise<string> {
  const [row] = await tx<{ zone: string }[]>`select zone from identity.profile where user_id = ${userId}`
  return row?.zone ?? 'UTC'
}
