import type { Sql } from '../kit/postgres/connect.ts'
import { daysBefore, retentionDays } from '../kit/retention.ts'
import { usageBefore } from './chat/model/budget.ts'
import { callsBefore } from './recent-calls.ts'

/** Deletes rows that nothing needs any more. */
export async function sweep({ sql, now }: { sql: Sql; now: () => Date }): Promise<void> {
  const accountsBefore = daysBefore(now(), retentionDays.received)
  await sql`select assistant.forget_old(${callsBefore(now())}, ${accountsBefore})`
  await sql`select assistant.forget_model_usage(${usageBefore(now())})`
}
