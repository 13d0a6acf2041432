import { addDays, dayRange, startOfDay, weekRange } from '../../domain/zone.ts'
import type { Fragment, Sql } from '../../kit/postgres/connect.ts'
import type { ListQuery } from './query.ts'

/** The conditions of a list as SQL. A day is a day in the user's zone, and for a task without a time in its own zone. */
export function filters(sql: Sql, query: ListQuery, now: Date, zone: string): Fragment[] {
  const { status, priority, repeating, hasReminder, seriesId, deleted, due, dueFrom, dueTo } = query
  return [
    deleted ? sql`t.deleted_at is not null` : sql`t.deleted_at is null`,
    status && sql`t.status = ${status}`,
    priority && sql`t.priority = any(${priority.map(name => Number(name.slice(1)))}::smallint[])`,
    repeating !== undefined && sql`(t.repeat is not null) = ${repeating}`,
    hasReminder !== undefined && sql`(jsonb_array_length(t.reminders) > 0) = ${hasReminder}`,
    seriesId && sql`t.series_id = ${seriesId}`,
    due && dueIs(sql, due, now, zone),
    dueFrom && notBefore(sql, dueFrom, zone),
    dueTo && notAfter(sql, dueTo, zone),
  ].filter(fragment => typeof fragment === 'object')
}

function dueIs(sql: Sql, due: NonNullable<ListQuery['due']>, now: Date, zone: string): Fragment {
  const today = dayRange(now, zone)
  switch (due) {
    case 'none':
      return sql`t.due_date is null`
    case 'overdue':
      return sql`t.status = 'open' and t.due_order < ${laterThanAnyZone(now)}
        and case when t.due_time is null then t.due_date < ${today.first} else t.due_at < ${now} end`
    case 'today':
      return within(sql, today)
    case 'week':
      return within(sql, weekRange(now, zone))
  }
}

/** The range on `due_order` lets the index answer; the exact condition decides. */
const within = (sql: Sql, { first, last, start, end }: ReturnType<typeof dayRange>): Fragment =>
  sql`t.due_order >= ${earlierThanAnyZone(start)} and t.due_order < ${laterThanAnyZone(end)}
    and case when t.due_time is null then t.due_date between ${first} and ${last}
      else t.due_at >= ${start} and t.due_at < ${end} end`

const notBefore = (sql: Sql, from: string, zone: string): Fragment =>
  from.length === 10
    ? sql`(t.due_date is not null and case when t.due_time is null then t.due_date >= ${from} else t.due_at >= ${startOfDay(from, zone)} end)`
    : sql`(t.due_date is not null and t.due_order >= ${from})`

const notAfter = (sql: Sql, to: string, zone: string): Fragment =>
  to.length === 10
    ? sql`(t.due_date is not null and case when t.due_time is null then t.due_date <= ${to} else t.due_at < ${startOfDay(addDays(to, 1), zone)} end)`
    : sql`(t.due_date is not null and t.due_order <= ${to})`

/** The same date is up to 26 hours apart in two zones, and the end of a day is another day later. */
const ZONES_MS = 52 * 3_600_000
const earlierThanAnyZone = (instant: Date) => new Date(instant.getTime() - ZONES_MS)
const laterThanAnyZone = (instant: Date) => new Date(instant.getTime() + ZONES_MS)
