import * as v from 'valibot'
import { closed } from '../kit/core/schema.ts'
import { LocalDate, LocalTime } from './local-date.ts'
import { type Days, instantOf, localAt, Zone } from './zone.ts'

/** A local date, or a local date and time. It keeps its meaning when the zone changes its clocks. */
export const Due = closed({ date: LocalDate, time: v.exactOptional(LocalTime), zone: Zone })
export type Due = v.InferOutput<typeof Due>

/** The instant of a due date with a time. */
export const dueAt = (due: Due): string | undefined =>
  due.time === undefined ? undefined : instantOf(due.date, due.time, due.zone).toISOString()

/** A time is overdue after its instant, a date after its day in `zone`, the user's zone. */
export function isOverdue(due: Due, now: Date, zone: string): boolean {
  if (due.time === undefined) return due.date < localAt(now, zone).date
  return instantOf(due.date, due.time, due.zone) < now
}

/** Whether it falls on these days of the user, from `dayRange` or `weekRange`. */
export function isDueWithin(due: Due, days: Days): boolean {
  if (due.time === undefined) return days.first <= due.date && due.date <= days.last
  const at = instantOf(due.date, due.time, due.zone)
  return days.start <= at && at < days.end
}
