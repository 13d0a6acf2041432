import { reminderDue } from '../domain/events/reminders.ts'
import { reminderFired } from '../domain/events/task-updates.ts'
import type { Task } from '../domain/task.ts'
import { newEvent, type OutboxEvent } from '../kit/events/event.ts'
import type { Outbox } from '../kit/events/outbox.ts'
import { toRow } from '../kit/events/outbox-table.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { afterFiring, type Standing } from './plan-reminder.ts'
import { type ProfileRow, type ReminderRow, standingColumns, toHabits, toStanding } from './reminder-row.ts'

export interface FireDeps {
  sql: Sql
  outbox: Outbox
  now: () => Date
}

interface ClaimedRow extends Omit<ReminderRow, 'state' | 'fired_key' | 'fired_for' | 'fired_at'>, ProfileRow {
  fired_at: Date
  task: Task
  locale: 'en' | 'ur' | null
}

/** Some at a time, so that memory does not grow with what is due. */
export const batchSize = 200

/** How many fired, and their events, which are to leave now. */
export interface Batch {
  fired: number
  events: OutboxEvent[]
}

/**
 * Fires one batch of what is due, of all people. That they fired, their events and when
 * they come again are one transaction: each fires once, whoever else is at it and whenever one of them dies.
 */
export async function fireBatch({ sql, now }: Pick<FireDeps, 'sql' | 'now'>): Promise<Batch> {
  const events: OutboxEvent[] = []
  const fired = await sql.begin(async tx => {
    const rows = await tx<ClaimedRow[]>`select * from reminders.claim_due(${now()}, ${batchSize})`
    if (!rows.length) return 0
    events.push(...rows.flatMap(eventsOf))
    const again = rows.flatMap(comesAgain)
    await tx`select reminders.settle(${tx.json(events.map(toRow))}::json, ${tx.json(again)}::json)`
    return rows.length
  })
  return { fired, events }
}

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

function comesAgain(row: ClaimedRow) {
  const { task } = row
  const reminder = task.reminders.find(({ id }) => id === row.id)
  if (!reminder) return []
  const standing: Standing = toStanding({ ...row, state: 'fired', fired_key: row.key, fired_for: row.moment })
  const next = afterFiring({ reminder, task, habits: toHabits(row), setAt: row.fired_at }, standing)
  return next ? [{ user_id: row.user_id, task_id: row.task_id, id: row.id, ...standingColumns(next) }] : []
}
