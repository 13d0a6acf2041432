import { reminderDue } from '../domain/events/reminders.ts'
import { reminderFired } from '../domain/events/task-updates.ts'
import type { Task } from '../domain/task.ts'
import { newEvent, type OutboxEvent } from '../kit/events/event.ts'
import { toRow } from '../kit/events/outbox-table.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { histogram, latenessBounds } from '../kit/telemetry/instruments.ts'
import { inSpan } from '../kit/telemetry/span.ts'
import { afterFiring, type Plan } from './plan-reminder.ts'
import { type ProfileRow, planColumns, type ReminderRow, toHabits, toPlan } from './reminder-row.ts'

interface ClaimedRow extends Omit<ReminderRow, 'state' | 'fired_key' | 'fired_for' | 'fired_at'>, ProfileRow {
  fired_at: Date
  task: Task
  locale: 'en' | 'ur' | null
}

const lateness = histogram('zerodue.reminders.lateness', {
  bounds: latenessBounds,
  description: 'How long after their moment reminders fired.',
})

/** The number of reminders in one transaction, so that memory does not grow with their number. */
export const batchSize = 200

/** The number of reminders that fired, and their events to publish. */
interface Batch {
  fired: number
  events: OutboxEvent[]
}

/**
 * Fires one batch of due reminders of all people. The state, the events and the next repetition are one transaction, so
 * each reminder fires once, also when several processes fire and when one of them crashes.
 */
export async function fireBatch({ sql, now }: { sql: Sql; now: () => Date }): Promise<Batch> {
  const events: OutboxEvent[] = []
  const fired = await sql.begin(async (tx): Promise<ClaimedRow[]> => {
    const rows = await tx<ClaimedRow[]>`select * from reminders.claim_due(${now()}, ${batchSize})`
    if (!rows.length) return []
    for (const row of rows) events.push(...(await fire(row)))
    const again = rows.flatMap(repetitionOf)
    await tx`select reminders.settle(${tx.json(events.map(toRow))}::json, ${tx.json(again)}::json)`
    return rows
  })
  // Only after the commit: until then nothing has fired.
  for (const { at, fired_at } of fired) lateness.record(Math.max(0, fired_at.getTime() - at.getTime()) / 1000)
  return { fired: fired.length, events }
}

/** The change that has set the reminder may be days ago: this is a trace of its own, with a link to that one. */
const fire = (row: ClaimedRow): Promise<OutboxEvent[]> =>
  inSpan({ name: 'fire reminder', after: row.trace, attributes: { function: 'reminder-firer' } }, () => eventsOf(row))

function eventsOf(row: ClaimedRow): OutboxEvent[] {
  const { task, late, zone, locale, fired_at: time } = row
  const [cause, subject, firedAt] = [{ userId: row.user_id }, row.task_id, time.toISOString()]
  const reminder = { id: row.id, at: row.moment.toISOString(), times: row.times }
  const due = { task, reminder, dueAt: row.at.toISOString(), firedAt, late, zone, locale }
  const fired = { taskId: row.task_id, reminderId: row.id, firedAt, late }
  return [
    newEvent(reminderDue, cause, { subject, time, data: due }),
    newEvent(reminderFired, cause, { subject, time, data: fired }),
  ]
}

function repetitionOf(row: ClaimedRow) {
  const { task } = row
  const reminder = task.reminders.find(({ id }) => id === row.id)
  if (!reminder) return []
  const plan: Plan = toPlan({ ...row, state: 'fired', fired_key: row.key, fired_for: row.moment })
  const next = afterFiring({ reminder, task, habits: toHabits(row), setAt: row.fired_at }, plan)
  return next ? [{ user_id: row.user_id, task_id: row.task_id, id: row.id, ...planColumns(next) }] : []
}
