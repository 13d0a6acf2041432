import type { Sql } from '../kit/postgres/connect.ts'
import { daysBefore, retentionDays } from '../kit/retention.ts'

/** Deletes dead letters that were replayed with success, and tombstones of deleted accounts. */
export async function forgetOld({ sql, now }: { sql: Sql; now: () => Date }): Promise<void> {
  const before = daysBefore(now(), retentionDays.deletedAccount)
  await sql`select audit.forget_old(${before}, ${before})`
}
