import { daysBefore, retentionDays } from '../kit/retention.ts'
import { type SendDeps, sendDue } from './deliver/send-due.ts'

/** Sends all due deliveries, also those that a crash left, and deletes old rows. */
export async function sweep(deps: SendDeps): Promise<void> {
  const { sql, now } = deps
  await sendDue(deps)
  await sql`
    select notifications.forget_old(${daysBefore(now(), retentionDays.received)}),
      notifications.forget_answered(${daysBefore(now(), retentionDays.answered)})`
}
