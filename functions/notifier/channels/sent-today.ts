import type { Transaction } from '../../kit/postgres/connect.ts'

const dayMs = 24 * 60 * 60 * 1000

/** How many of these went out for a person in the last day; removing a channel does not make them less. */
export async function sentToday(tx: Transaction, userId: string, what: 'confirm' | 'test', now: Date): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::integer as count from notifications.delivery
    where user_id = ${userId} and what = ${what} and created_at > ${new Date(now.getTime() - dayMs)}`
  return row?.count ?? 0
}
