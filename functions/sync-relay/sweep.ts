import type { Sql } from '../kit/postgres/connect.ts'
import { daysBefore, retentionDays } from '../kit/retention.ts'
import type { Limits } from './settings.ts'

/** Deletes old updates: a client that has not read them loads everything again. */
export async function sweep({ sql, limits, now }: { sql: Sql; limits: Limits; now: () => Date }): Promise<void> {
  const updatesBefore = daysBefore(now(), limits.maxDays)
  const accountsBefore = daysBefore(now(), retentionDays.received)
  await sql`select sync.forget_old(${updatesBefore}, ${accountsBefore})`
}
