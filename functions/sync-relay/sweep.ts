import { forgetReceived } from '../kit/events/inbox.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import type { Limits } from './settings.ts'

const dayMs = 24 * 60 * 60 * 1000
/** Longer than Kafka keeps records, and than an operator takes to replay a dead letter. */
const receivedDays = 90

/** Clears away what is old. On start, and by the platform's clock. */
export async function sweep({ sql, limits, now }: { sql: Sql; limits: Limits; now: () => Date }): Promise<void> {
  const daysAgo = (days: number) => new Date(now().getTime() - days * dayMs)
  await sql`select sync.forget_old(${daysAgo(limits.keptDays)}, ${daysAgo(receivedDays)})`
  await forgetReceived(sql, 'sync', daysAgo(receivedDays))
}
