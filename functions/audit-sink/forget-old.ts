import type { Sql } from '../kit/postgres/connect.ts'

/** Longer than Kafka or anybody else still delivers something. */
const days = 30
const dayMs = 24 * 60 * 60 * 1000

/** Removes what is of no use any more: which accounts ended, and dead letters that were replayed well. */
export async function forgetOld(sql: Sql, now: Date): Promise<void> {
  const before = new Date(now.getTime() - days * dayMs)
  await sql`select audit.forget_old(${before}, ${before})`
}
