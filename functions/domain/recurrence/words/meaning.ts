import type { Due } from '../../due.ts'
import { addDays, instantOf, localAt } from '../../zone.ts'
import { fromStart } from '../from-start.ts'
import type { ByDay, Rule } from '../rule.ts'

/** A rule that a sentence can express: a period, and the days within it. The languages only choose the words. */
export interface Meaning {
  every: 'day' | 'week' | 'month' | 'year'
  interval: number
  on: On | undefined
  onlyIn: readonly number[]
  times: string[]
  weekStart: number | undefined
  end: End | undefined
}

export type On =
  | { weekdays: number[] }
  | { monthDays: readonly number[] }
  | { nths: Nth[] }
  | { workday: number }
  | { dates: { month: number; day: number }[] }
  | { nths: Nth[]; months: readonly number[] }
  | { yearDays: readonly number[] }
  | { weeks: readonly number[]; weekday: number }

export interface Nth {
  nth: number
  weekday: number
}
export type End = { count: number } | { date: string; time?: string; utc?: boolean }

/** Undefined where a sentence would say more or less than the rule. Without a start it uses the parts of the rule alone. */
export function meaningOf(written: Rule, start?: Due): Meaning | undefined {
  const rule = start ? fromStart(written, start) : written
  const times = timesOf(rule, start)
  const within = simple(rule)
  if (!times || !within) return undefined
  const end = endOf(rule, start, times)
  const weekStart = rule.freq === 'WEEKLY' && rule.interval > 1 && rule.weekStart !== 1 ? rule.weekStart : undefined
  return { interval: rule.interval, onlyIn: [], ...within, times, weekStart, end }
}

type Within = Pick<Meaning, 'every' | 'on'> & Partial<Pick<Meaning, 'onlyIn'>>

function simple(rule: Rule): Within | undefined {
  if (rule.bySetPos.length) return nthWorkday(rule)
  if (rule.freq === 'YEARLY') return yearly(rule)
  if (rule.byDay.length && rule.byMonthDay.length) return undefined
  // "Every day, on Mondays" and "every month, on Mondays" both mean every Monday.
  const each = rule.interval === 1
  const every = ({ DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month' } as const)[rule.freq]
  const onlyIn = rule.byMonth
  if (rule.byMonthDay.length && rule.freq === 'DAILY')
    return each ? { every: 'month', on: { monthDays: rule.byMonthDay }, onlyIn } : undefined
  if (rule.byMonthDay.length) return { every, on: { monthDays: rule.byMonthDay }, onlyIn }
  if (!rule.byDay.length) return { every, on: undefined, onlyIn }
  const nths = numberedOnly(rule.byDay)
  if (nths) return rule.freq === 'MONTHLY' && nths.every(isInMonth) ? { every, on: { nths }, onlyIn } : undefined
  const weekdays = plainOnly(rule.byDay)
  if (!weekdays || (rule.freq !== 'WEEKLY' && !each)) return undefined
  return { every: 'week', on: { weekdays }, onlyIn }
}

function yearly(rule: Rule): Within | undefined {
  const { byMonth, byMonthDay, byYearDay, byWeekNo, byDay } = rule
  const parts = [byMonthDay, byYearDay, byWeekNo, byDay].filter(list => list.length)
  const every = 'year'
  if (byWeekNo.length) {
    const [only, ...others] = byDay
    const sayable = !byMonth.length && parts.length === 2 && only && !others.length && rule.weekStart === 1
    // The first and the last week reach into other years, which matters when INTERVAL leaves years out.
    const [first, last] = rule.interval === 1 ? [1, 52] : [2, 51]
    return sayable && byWeekNo.every(week => first <= week && week <= last)
      ? { every, on: { weeks: byWeekNo, weekday: only.weekday } }
      : undefined
  }
  if (parts.length > 1) return undefined
  if (byYearDay.length)
    return !byMonth.length && byYearDay.every(day => day === -1 || (day > 0 && day < 366))
      ? { every, on: { yearDays: byYearDay } }
      : undefined
  if (byMonthDay.length) return byMonth.length ? dates(byMonth, byMonthDay) : monthly(rule)
  if (!byDay.length) return byMonth.length ? undefined : { every, on: undefined }
  const nths = numberedOnly(byDay)
  if (nths) return !byMonth.length || nths.every(isInMonth) ? { every, on: { nths, months: byMonth } } : undefined
  const weekdays = plainOnly(byDay)
  return weekdays && rule.interval === 1 ? { every: 'week', on: { weekdays }, onlyIn: byMonth } : undefined
}

const monthly = (rule: Rule): Within | undefined =>
  rule.interval === 1 ? { every: 'month', on: { monthDays: rule.byMonthDay } } : undefined

function dates(months: readonly number[], days: readonly number[]): Within | undefined {
  const all = months.flatMap(month => days.map(day => ({ month, day })))
  const exist = all.every(({ month, day }) => day === -1 || (day > 0 && day <= longest(month)))
  return exist && all.length <= 6 ? { every: 'year', on: { dates: all } } : undefined
}

const longest = (month: number): number => new Date(Date.UTC(2028, month, 0)).getUTCDate()

/** "The last weekday of the month" is the only use of BYSETPOS with a common name. */
function nthWorkday(rule: Rule): Within | undefined {
  const [position, ...others] = rule.bySetPos
  const days = rule.byDay.map(day => (day.nth === undefined ? day.weekday : 0)).sort()
  const alone = !others.length && !rule.byMonthDay.length && !rule.byMonth.length && !rule.byHour.length
  if (rule.freq !== 'MONTHLY' || position === undefined || !alone || rule.byMinute.length) return undefined
  return days.join() === '1,2,3,4,5' && Math.abs(position) <= 20
    ? { every: 'month', on: { workday: position } }
    : undefined
}

const numberedOnly = (byDay: readonly ByDay[]): Nth[] | undefined => {
  const nths = byDay.flatMap(({ weekday, nth }) => (nth === undefined ? [] : [{ nth, weekday }]))
  return nths.length === byDay.length && nths.every(({ nth }) => nth > -3) ? nths : undefined
}

const isInMonth = ({ nth }: Nth): boolean => nth <= 5

const plainOnly = (byDay: readonly ByDay[]): number[] | undefined =>
  byDay.every(({ nth }) => nth === undefined)
    ? [...new Set(byDay.map(({ weekday }) => weekday))].sort((a, b) => a - b)
    : undefined

/** The times in the rule. BYHOUR alone takes its minutes from the start, so without a start the time is incomplete. */
function timesOf(rule: Rule, start?: Due): string[] | undefined {
  if ((!rule.byHour.length && !rule.byMinute.length) || (start && start.time === undefined)) return []
  const [hour, minute] = start?.time?.split(':').map(Number) ?? []
  const hours = rule.byHour.length ? rule.byHour : hour === undefined ? [] : [hour]
  const minutes = rule.byMinute.length ? rule.byMinute : minute === undefined ? [] : [minute]
  const times = hours.flatMap(h => minutes.map(m => [h, m].map(n => String(n).padStart(2, '0')).join(':')))
  return times.length && times.length <= 4 ? times : undefined
}

/** An end in UTC becomes a date in the zone of the start: the last date whose time of day is not after it. */
function endOf({ count, until }: Rule, start: Due | undefined, times: string[]): End | undefined {
  if (count !== undefined) return { count }
  if (!until) return undefined
  if ('date' in until) return { date: until.date }
  if ('floating' in until) return { date: until.floating.slice(0, 10), time: until.floating.slice(11, 16) }
  if (!start) return { ...localAt(new Date(until.instant), 'UTC'), utc: true }
  const { date, time } = localAt(new Date(until.instant), start.zone)
  if (times.length) return { date, time }
  const isOver = start.time !== undefined && instantOf(date, start.time, start.zone) > new Date(until.instant)
  return { date: isOver ? addDays(date, -1) : date }
}
