import { daysBefore, retentionDays } from '../kit/retention.ts'
import { purgeDeleted } from './purge.ts'
import type { WorkDeps } from './work.ts'

/** Purges what was deleted long ago, and removes what nobody will ask for again. */
export async function sweep(deps: WorkDeps): Promise<void> {
  const { sql, now } = deps
  await purgeDeleted(deps)
  const before = (days: number) => daysBefore(now(), days)
  await sql`select tasks.forget_old(${before(retentionDays.published)}, ${before(retentionDays.answered)})`
  // Sessions that ended, attempts that count no more, and deletions that no token is old enough to undo.
  await sql`select identity.forget_old()`
}
