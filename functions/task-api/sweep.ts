import { forgetReceived } from '../kit/events/inbox.ts'
import { forgetOldIdentity } from './identity/forget.ts'
import { purgeDeleted } from './purge.ts'
import type { WorkDeps } from './work.ts'

const day = 24 * 60 * 60 * 1000
/** For looking into what was sent; nothing depends on it. */
const publishedDays = 1
/** A client that was offline for a week may repeat its requests. */
const answeredDays = 7
/** Longer than Kafka keeps records, and than an operator takes to replay a dead letter. */
const receivedDays = 35

/** Repairs what a crash left, and clears away what nobody will ask for again. On start, and when a sweep event comes. */
export async function sweep(deps: WorkDeps): Promise<void> {
  const { sql, outbox, now } = deps
  const daysAgo = (days: number) => new Date(now().getTime() - days * day)
  await outbox.sweep()
  await purgeDeleted(deps)
  await sql`select tasks.forget_old(${daysAgo(publishedDays)}, ${daysAgo(answeredDays)})`
  await forgetOldIdentity(sql)
  await forgetReceived(sql, 'tasks', daysAgo(receivedDays))
}
