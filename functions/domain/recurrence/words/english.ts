import type { End, Meaning, Nth, On } from './meaning.ts'
import { once, type Tongue } from './tongue.ts'

const names = (options: Intl.DateTimeFormatOptions) =>
  once(() => new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }))
const [weekdayNames, monthNames] = [names({ weekday: 'long' }), names({ month: 'long' })]
const lists = once(() => new Intl.ListFormat('en-GB', { type: 'conjunction' }))
const plurals = once(() => new Intl.PluralRules('en', { type: 'ordinal' }))
const suffixes: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth']

export const weekdayName = (weekday: number): string => weekdayNames().format(Date.UTC(2024, 0, weekday))
export const monthName = (month: number): string => monthNames().format(Date.UTC(2024, month - 1, 1))
const numbered = (n: number): string => `${n}${suffixes[plurals().select(n)]}`
const list = (items: string[]): string => lists().format(items)

export const english: Tongue = {
  generic: 'on a schedule of its own',
  say: meaning =>
    [
      spoken(meaning),
      meaning.times.length && `at ${list(meaning.times)}`,
      meaning.onlyIn.length && `only in ${list(meaning.onlyIn.map(monthName))}`,
      meaning.weekStart && `weeks starting on ${weekdayName(meaning.weekStart)}`,
      meaning.end && ended(meaning.end),
    ]
      .filter(Boolean)
      .join(', '),
}

function spoken({ every, interval, on }: Meaning): string {
  if (on && 'workday' in on && interval === 1) return `${place(on)} of every month`
  const period = interval === 1 ? `every ${every}` : `every ${interval} ${every}s`
  if (!on) return period
  if (!('weekdays' in on)) return `${period} ${place(on)}`
  if (interval > 1) return `${period} on ${list(on.weekdays.map(weekdayName))}`
  if (on.weekdays.length === 7) return 'every day'
  return on.weekdays.join() === '1,2,3,4,5' ? 'every weekday' : `every ${list(on.weekdays.map(weekdayName))}`
}

function place(on: Exclude<On, { weekdays: number[] }>): string {
  if ('monthDays' in on) return monthDays(on.monthDays)
  if ('workday' in on) return `on the ${nth(on.workday)} weekday`
  if ('dates' in on) return `on ${list(on.dates.map(date))}`
  if ('yearDays' in on) return `on ${list(on.yearDays.map(day => `its ${nth(day)} day`))}`
  if ('weeks' in on) return `on ${weekdayName(on.weekday)} of ${list(on.weeks.map(week => `week ${week}`))}`
  if (!('months' in on)) return `on the ${nths(on.nths)}${on.nths.some(({ nth: n }) => n > 4) ? rarely : ''}`
  const rare = on.nths.some(({ nth: n }) => n > (on.months.length ? 4 : 52)) ? ' (skipped where there is none)' : ''
  return `on the ${nths(on.nths)} of ${on.months.length ? list(on.months.map(monthName)) : 'the year'}${rare}`
}

function monthDays(days: readonly number[]): string {
  const ordered = [...days.filter(day => day > 0), ...days.filter(day => day < 0).reverse()]
  const named = list(ordered.map(day => (day > 0 ? numbered(day) : fromEnd(day))))
  const ending = days.some(day => day < 0) ? ' day' : ''
  return `on the ${named}${ending}${days.some(day => Math.abs(day) > 28) ? rarely : ''}`
}

const rarely = ' (skipped where a month has no such day)'
const fromEnd = (n: number): string => (n === -1 ? 'last' : `${nth(-n)} to last`)
const nth = (n: number): string => (n < 0 ? fromEnd(n) : (ordinals[n - 1] ?? numbered(n)))

/** "first and third Monday", or "first Monday and the last Friday". */
function nths(all: Nth[]): string {
  const [first] = all
  if (first && all.every(({ weekday }) => weekday === first.weekday))
    return `${list(all.map(one => nth(one.nth)))} ${weekdayName(first.weekday)}`
  return list(all.map((one, i) => `${i ? 'the ' : ''}${nth(one.nth)} ${weekdayName(one.weekday)}`))
}

function date({ month, day }: { month: number; day: number }): string {
  if (day < 0) return `the last day of ${monthName(month)}`
  return `${day} ${monthName(month)}${month === 2 && day === 29 ? ' (leap years only)' : ''}`
}

function ended(end: End): string {
  if ('count' in end) return end.count === 1 ? 'once' : `${end.count} times in total`
  const [year, month, day] = end.date.split('-').map(Number)
  const at = end.time === undefined ? '' : ` ${end.time}${end.utc ? ' UTC' : ''}`
  return `until ${day} ${monthName(month ?? 1)} ${year}${at}`
}
