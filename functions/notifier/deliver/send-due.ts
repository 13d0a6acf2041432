import type { Alarms } from '../../kit/alarms/alarms.ts'
import type { ReceivedEvent } from '../../kit/events/handler.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import { type AttemptDeps, attempt } from './attempt.ts'
import { claimDue } from './lease.ts'

export interface SendDeps extends AttemptDeps {
  alarms: Alarms
}

/** The number of deliveries that are sent at the same time. */
const batch = 20

/** Sends the due deliveries of all people, or only those with these ids, and sets the alarm for the next one. */
export async function sendDue(deps: SendDeps, only?: string[]): Promise<void> {
  try {
    for (;;) {
      const claimed = await claimDue(deps.sql, deps.now(), batch, only)
      await Promise.all(claimed.map(delivery => attempt(deps, delivery)))
      if (claimed.length < batch) return
    }
  } finally {
    await setAlarm(deps)
  }
}

/** Sends the deliveries of this event. After a redelivery it finds those that the first delivery left unsent. */
export async function sendFor(deps: SendDeps, { userId, id }: Pick<ReceivedEvent, 'userId' | 'id'>): Promise<void> {
  if (userId === undefined) return
  const rows = await asCaller(
    deps.sql,
    { userId },
    tx => tx<{ id: string }[]>`
      select id from notifications.delivery where user_id = ${userId} and occasion = ${id} and state <> 'delivered'`,
  )
  const ids = rows.map(row => row.id)
  if (ids.length) await sendDue(deps, ids)
}

/**
 * The name of an alarm is its moment, so that no process overwrites the alarm of another; one alarm too many finds nothing
 * to do. Without an alarm the next sweep sends what is due.
 */
async function setAlarm({ sql, alarms, log }: SendDeps): Promise<void> {
  const [row] = await sql<{ next: Date | null }[]>`select notifications.next_due() as next`
  if (!row?.next) return
  await alarms.set(`due-${row.next.getTime()}`, row.next).catch(err => log.warn({ err, outcome: 'no alarm is set' }))
}
