import { daysBefore, retentionDays } from '../kit/retention.ts'
import { purgeDeleted } from './purge.ts'
import type { WorkDeps } from './work.ts'

/** Purges tasks that were deleted long ago, and deletes old events, answers, sessions and attempts. */
export async function sweep(deps: WorkDeps): Promise<void> {
  const { sql, now } = deps
  await purgeDeleted(deps)
  const before = (days: number) => daysBefore(now(), days)
  await sql`select tasks.forget_old(${before(retentionDays.published)}, ${before(retentionDays.answered)})`
  await sql`select identity.forget_old()`
}
