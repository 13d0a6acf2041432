import { reminderNear } from '../domain/events/reminders.ts'
import { newEvent, type Publisher, sourceOf } from '../kit/events/event.ts'
import type { Log } from '../kit/log.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { noteStart } from '../kit/postgres/start-time.ts'

export interface EarlyRingDeps {
  sql: Sql
  publisher: Pick<Publisher, 'publish'>
  mostLeadMs: number
  /** When this process began. */
  began: Date
  now: () => Date
  /** Resolves at that moment or a little later, never before it. */
  until: (at: Date) => Promise<void>
  log: Log
}

/** By how much the clock of the scheduler may be ahead of this one. */
const skewMs = 1_000

/**
 * An alarm rings before its moment, so that the functions are running then. This wakes notifier and waits for the moment. The
 * reminder itself is claimed only then, so that it stays away if somebody completes, snoozes or deletes the task meanwhile.
 * If this process dies, the alarm rings again.
 */
export async function waitForMoment(deps: EarlyRingDeps, at: Date): Promise<void> {
  const { sql, now, began, mostLeadMs, until, log } = deps
  if (at <= now()) return
  const [alarm] = await sql<{ user_id: string | null; rings_at: Date | null }[]>`
    select * from reminders.alarm_for(${at})`
  const wokenAt = alarm?.rings_at
  if (wokenAt) await noteStart(sql, { name: 'reminder-firer', wokenAt, now: now(), began })
  if (!alarm?.user_id || at.getTime() - now().getTime() > mostLeadMs + skewMs) {
    // It rang much too early, or for nothing: the next round sets an alarm if a reminder needs it.
    await sql`delete from reminders.alarm where at = ${at}`
    return
  }
  // Nobody waits for this event, which a slow broker may hold up: without it notifier only starts later.
  wake(deps, alarm.user_id, at).catch(err => log.warn({ err, outcome: 'notifier was not woken' }))
  await until(at)
}

async function wake({ publisher, now }: EarlyRingDeps, userId: string, at: Date): Promise<void> {
  const event = newEvent(reminderNear, { userId }, { time: now(), data: { at: at.toISOString() } })
  await publisher.publish([{ ...event, source: sourceOf('reminder-firer') }])
}
