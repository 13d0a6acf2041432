import { DateTime } from 'luxon'
import { LAST_YEAR } from '../limits.ts'
import { addDays, weekdayOf } from '../zone.ts'

/** A date without a zone, such as 2026-11-21. As text it sorts in the order of the calendar. */
export type Day = string
export type First = (from: Day) => Day | undefined

const floating = (day: Day) => DateTime.fromISO(day, { zone: 'utc' })
const iso = (year: number, month: number, day: number): Day =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/** In a month that is too short, the last day. */
export const addMonths = (day: Day, months: number): Day => floating(day).plus({ months }).toISODate() ?? day
export const endOfMonth = (day: Day): Day => floating(day).endOf('month').toISODate() ?? day
export const startOfMonth = (day: Day): Day => `${day.slice(0, 7)}-01`
export const startOfYear = (day: Day): Day => `${day.slice(0, 4)}-01-01`

export const startOfWeek = (day: Day, weekStart: number): Day => addDays(day, -((weekdayOf(day) - weekStart + 7) % 7))

/** That day, if the calendar has it: there is no 30 February. */
export function realDay(year: number, month: number, day: number): Day | undefined {
  const found = DateTime.fromObject({ year, month, day }, { zone: 'utc' })
  return found.isValid && year >= 1900 && year <= LAST_YEAR ? iso(year, month, day) : undefined
}

export const LAST_DAY = `${LAST_YEAR}-12-31`

/** That day alone: undefined from the day after it on. */
export const only =
  (day: Day | undefined): First =>
  from =>
    day !== undefined && day >= from && day <= LAST_DAY ? day : undefined

export const onWeekday =
  (weekday: number): First =>
  from =>
    addDays(from, (weekday - weekdayOf(from) + 7) % 7)

/** That day of the next month that has it: the 31st waits for a long month. */
export const onDayOfMonth =
  (day: number): First =>
  from => {
    for (let months = 0; months < 12; months++) {
      const month = addMonths(startOfMonth(from), months)
      const found = realDay(Number(month.slice(0, 4)), Number(month.slice(5, 7)), day)
      if (found && found >= from) return found
    }
    return undefined
  }

/** That day of the next year that has it: 29 February waits for a leap year. */
export const onDayOfYear =
  (month: number, day: number): First =>
  from => {
    const year = Number(from.slice(0, 4))
    for (let years = 0; years <= 8; years++) {
      const found = realDay(year + years, month, day)
      if (found && found >= from) return found
    }
    return undefined
  }

/** The first, second … or last (-1) such weekday in the month of `day`. */
export function nthWeekday(day: Day, nth: number, weekday: number): Day | undefined {
  const found =
    nth > 0
      ? addDays(onWeekday(weekday)(startOfMonth(day)) ?? day, (nth - 1) * 7)
      : addDays(onWeekday(weekday)(addDays(endOfMonth(day), -6)) ?? day, (nth + 1) * 7)
  return found.slice(0, 7) === day.slice(0, 7) ? found : undefined
}

/** The first, second … or last (-1) Monday to Friday in the month of `day`. */
export function nthWorkday(day: Day, nth: number): Day | undefined {
  const first = startOfMonth(day)
  return Array.from({ length: Number(endOfMonth(day).slice(8)) }, (_, n) => addDays(first, n))
    .filter(each => weekdayOf(each) <= 5)
    .at(nth > 0 ? nth - 1 : nth)
}

export type Unit = 'day' | 'week' | 'fortnight' | 'month' | 'quarter' | 'year'

export function plus(day: Day, count: number, unit: Unit): Day {
  if (unit === 'day') return addDays(day, count)
  if (unit === 'week' || unit === 'fortnight') return addDays(day, count * (unit === 'week' ? 7 : 14))
  return addMonths(day, count * { month: 1, quarter: 3, year: 12 }[unit])
}
