import * as v from 'valibot'
import { closed } from '../kit/core/schema.ts'
import { type Days, instantOf, localAt, Zone } from './zone.ts'

/** A date of the calendar in the years 1900 to 2199: there is no 30 February. */
export const LocalDate = v.pipe(
  v.string(),
  v.isoDate('must be a date such as 2026-11-21'),
  v.regex(/^(?:19|20|21)\d\d-/, 'must be a date of the years 1900 to 2199'),
  v.check(isRealDate, 'must be a date that the calendar has'),
)

export const LocalTime = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:30'))

/** A local date, or a local date and time: what a person means, whatever the clocks of the zone do until then. */
export const Due = closed({ date: LocalDate, time: v.exactOptional(LocalTime), zone: Zone })
export type Due = v.InferOutput<typeof Due>

/** The instant, when the due date has a time. */
export const dueAt = (due: Due): string | undefined =>
  due.time === undefined ? undefined : instantOf(due.date, due.time, due.zone).toISOString()

/** A time is over when it is past; a date is over when it is past on the calendar of `zone`, the user's own. */
export function isOverdue(due: Due, now: Date, zone: string): boolean {
  if (due.time === undefined) return due.date < localAt(now, zone).date
  return instantOf(due.date, due.time, due.zone) < now
}

/** Whether it falls on these days of the user's, from `dayRange` or `weekRange`. */
export function isDueWithin(due: Due, days: Days): boolean {
  if (due.time === undefined) return days.first <= due.date && due.date <= days.last
  const at = instantOf(due.date, due.time, due.zone)
  return days.start <= at && at < days.end
}

function isRealDate(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00.000Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date)
}
