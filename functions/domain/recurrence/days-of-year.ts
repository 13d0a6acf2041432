import * as rrule from 'rrule'
import { DAY_MS } from '../limits.ts'
import type { Rule } from './rule.ts'

/** Node loads rrule as CommonJS, with its names in the default export; bundlers load its ESM, which has no default. */
const { RRule, Weekday } = 'default' in rrule ? (rrule.default as typeof rrule) : rrule

/** rrule checks UNTIL only after it has found a date: in a year without one it would go on until 9999. */
const ONE_YEAR_ONLY = 10_000
const everyWeekday = [0, 1, 2, 3, 4, 5, 6]

/**
 * The days of a year, counted from 0, that the BY… parts of a rule allow. rrule answers for one year at a time and
 * without COUNT, UNTIL, INTERVAL and BYSETPOS: those are about the series, and with them its search may not end.
 */
export function daysOfYears(rule: Rule): (year: number) => number[] {
  const kinds = new Map<string, number[]>()
  return year => {
    const kind = kindOfYear(year, rule)
    const known = kinds.get(kind)
    if (known) return known
    const days = askRrule(rule, year)
    kinds.set(kind, days)
    return days
  }
}

/** Years of the same length and first weekday have the same days. For week numbers the neighbouring years count too. */
function kindOfYear(year: number, rule: Rule): string {
  const years = rule.byWeekNo.length ? [year - 1, year, year + 1] : [year]
  return [firstWeekday(year), ...years.map(lengthOf)].join()
}

function askRrule(rule: Rule, year: number): number[] {
  const byyearday = yearDays(rule, year)
  if (byyearday?.length === 0) return []
  const first = Date.UTC(year, 0, 1)
  const options: Partial<rrule.Options> = {
    freq: RRule.YEARLY,
    dtstart: new Date(first),
    interval: ONE_YEAR_ONLY,
    bymonth: ordinalsByMonth(rule) ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] : orNull(rule.byMonth),
    bymonthday: orNull(rule.byMonthDay),
    byyearday: byyearday ?? null,
    byweekday: weekdays(rule),
  }
  return new RRule(options, true).all().map(date => (date.getTime() - first) / DAY_MS)
}

/** Monthly rules, and yearly rules with BYMONTH, count weekdays within the month. */
const ordinalsByMonth = (rule: Rule): boolean => rule.freq === 'MONTHLY' && rule.byMonth.length === 0

/** rrule reads `MO,2TU` as a day that is both, so a plain weekday beside a numbered one becomes all its numbers. */
function weekdays(rule: Rule): rrule.Options['byweekday'] {
  if (!rule.byDay.length) return rule.byMonthDay.length || rule.byYearDay.length ? null : everyWeekday
  if (rule.byDay.every(day => day.nth === undefined)) return rule.byDay.map(day => day.weekday - 1)
  return rule.byDay.flatMap(({ weekday, nth }) =>
    nth === undefined
      ? Array.from({ length: 53 }, (_, n) => new Weekday(weekday - 1, n + 1))
      : [new Weekday(weekday - 1, nth)],
  )
}

/** rrule is wrong about weeks at the edges of a year, so it gets the days of these weeks instead. */
function yearDays(rule: Rule, year: number): number[] | undefined {
  if (!rule.byWeekNo.length) return rule.byYearDay.length ? [...rule.byYearDay] : undefined
  const length = lengthOf(year)
  const named = new Set(rule.byYearDay.map(day => (day < 0 ? length + 1 + day : day)))
  return daysOfWeeks(rule, year).filter(day => day > 0 && day <= length && (!named.size || named.has(day)))
}

/** Days of that year, counted from 1, that lie in the weeks of the rule. The weeks of the two neighbouring years count too. */
function daysOfWeeks({ byWeekNo, weekStart }: Rule, year: number): number[] {
  const newYear = Date.UTC(year, 0, 1) / DAY_MS
  return [year - 1, year, year + 1].flatMap(weekYear => {
    const first = firstWeek(weekYear, weekStart)
    const weeks = (firstWeek(weekYear + 1, weekStart) - first) / 7
    const chosen = new Set(byWeekNo.map(n => (n > 0 ? n - 1 : weeks + n)).filter(n => n >= 0 && n < weeks))
    return [...chosen].flatMap(week => everyWeekday.map(day => first + week * 7 + day - newYear + 1))
  })
}

/** The first week has at least four days in its year, so 4 January is in it on every start of the week. */
function firstWeek(year: number, weekStart: number): number {
  const fourth = Date.UTC(year, 0, 4) / DAY_MS
  const weekday = new Date(fourth * DAY_MS).getUTCDay() || 7
  return fourth - ((weekday - weekStart + 7) % 7)
}

/** 0 is Monday. */
const firstWeekday = (year: number): number => (new Date(Date.UTC(year, 0, 1)).getUTCDay() + 6) % 7

const lengthOf = (year: number): number => (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / DAY_MS

const orNull = (list: readonly number[]): number[] | null => (list.length ? [...list] : null)
