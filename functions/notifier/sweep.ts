import { forgetReceived } from '../kit/events/inbox.ts'
import { sendDue } from './deliver/send-due.ts'
import type { Notifier } from './function.ts'

const dayMs = 24 * 60 * 60 * 1000
/** Longer than Kafka keeps records, and than an operator takes to replay a dead letter. */
const keptDays = 90
/** A client that was offline for a week may repeat its requests. */
const answeredDays = 7

/** Sends what is due and what a crash left, publishes what was not, and clears away what is old. On start and by alarm. */
export async function sweep(deps: Notifier): Promise<void> {
  const { sql, outbox, now } = deps
  const daysAgo = (days: number) => new Date(now().getTime() - days * dayMs)
  await outbox.sweep()
  await sendDue(deps)
  await sql`
    select notifications.forget_old(${daysAgo(keptDays)}), notifications.forget_published(${daysAgo(1)}),
      notifications.forget_answered(${daysAgo(answeredDays)})`
  await forgetReceived(sql, 'notifications', daysAgo(keptDays))
}
