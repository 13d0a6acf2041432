import type { Sql } from '../kit/postgres/connect.ts'
import { daysBefore, retentionDays } from '../kit/retention.ts'

/** Removes dead letters that were replayed well, and the hashes by which late events of deleted accounts are known. */
export async function forgetOld({ sql, now }: { sql: Sql; now: () => Date }): Promise<void> {
  const before = daysBefore(now(), retentionDays.deletedAccount)
  await sql`select audit.forget_old(${before}, ${before})`
}
