import type { Sql } from '../kit/postgres/connect.ts'
import { daysBefore, retentionDays } from '../kit/retention.ts'
import type { Limits } from './settings.ts'

/** Removes updates that no client needs any more: one that has less loads everything anew. */
export async function sweep({ sql, limits, now }: { sql: Sql; limits: Limits; now: () => Date }): Promise<void> {
  const [kept, accounts] = [limits.keptDays, retentionDays.received].map(days => daysBefore(now(), days))
  await sql`select sync.forget_old(${kept ?? null}, ${accounts ?? null})`
}
