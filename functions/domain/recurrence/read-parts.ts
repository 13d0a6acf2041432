import * as v from 'valibot'
import { LocalDate } from '../due.ts'
import { type Rule, shown, type Weekday, weekdayCodes } from './rule.ts'

/** Each puts its part into the rule, or says in words why it cannot. */
type Reader = (value: string, rule: Rule) => string | undefined

export const readers: Record<string, Reader> = {
  INTERVAL: single('INTERVAL', 1, 9999, (rule, n) => (rule.interval = n)),
  COUNT: single('COUNT', 1, 9999, (rule, n) => (rule.count = n)),
  UNTIL: readUntil,
  WKST: readWeekStart,
  BYDAY: readByDay,
  BYMONTH: list('BYMONTH', 1, 12, (rule, ns) => (rule.byMonth = ns)),
  BYWEEKNO: list('BYWEEKNO', 1, 53, (rule, ns) => (rule.byWeekNo = ns), true),
  BYYEARDAY: list('BYYEARDAY', 1, 366, (rule, ns) => (rule.byYearDay = ns), true),
  BYMONTHDAY: list('BYMONTHDAY', 1, 31, (rule, ns) => (rule.byMonthDay = ns), true),
  BYSETPOS: list('BYSETPOS', 1, 366, (rule, ns) => (rule.bySetPos = ns), true),
  BYHOUR: list('BYHOUR', 0, 23, (rule, ns) => (rule.byHour = ns)),
  BYMINUTE: list('BYMINUTE', 0, 59, (rule, ns) => (rule.byMinute = ns)),
  BYSECOND: value => (/^0+$/.test(value) ? undefined : 'Times go to the minute: leave BYSECOND out.'),
}
function list(name: string, min: number, max: number, put: (rule: Rule, ns: number[]) => void, signed = false): Reader {
  const form = signed ? /^[+-]?\d{1,3}$/ : /^\d{1,3}$/
  return (value, rule) => {
    const texts = value.split(',')
    const bad = texts.find(one => !form.test(one) || Math.abs(Number(one)) < min || Math.abs(Number(one)) > max)
    if (bad !== undefined) {
      const range = signed ? `${min} to ${max} or -${max} to -${min}` : `${min} to ${max}`
      return `${name} takes numbers from ${range}, not «${shown(bad)}».`
    }
    put(
      rule,
      [...new Set(texts.map(Number))].sort((a, b) => a - b),
    )
    return undefined
  }
}

function single(name: string, min: number, max: number, put: (rule: Rule, n: number) => void): Reader {
  return (value, rule) => {
    if (!/^\d{1,6}$/.test(value) || Number(value) < min || Number(value) > max)
      return `${name} is a number from ${min} to ${max}, not «${shown(value)}».`
    put(rule, Number(value))
    return undefined
  }
}

function readUntil(value: string, rule: Rule): string | undefined {
  const [, y, m, d, time] = /^(\d{4})(\d\d)(\d\d)(T(?:[01]\d|2[0-3])[0-5]\d[0-5]\dZ)?$/.exec(value) ?? []
  const date = `${y}-${m}-${d}`
  if (!v.is(LocalDate, date))
    return `UNTIL is a date such as 20261231, or an instant of UTC such as 20261231T170000Z, not «${shown(value)}».`
  rule.until = time ? { instant: `${date}T${time.slice(1, 3)}:${time.slice(3, 5)}:${time.slice(5, 7)}.000Z` } : { date }
  return undefined
}

function readWeekStart(value: string, rule: Rule): string | undefined {
  const weekday = weekdayOfCode(value)
  if (!weekday) return `WKST is one of ${weekdayCodes.join(', ')}, not «${shown(value)}».`
  rule.weekStart = weekday
  return undefined
}

function readByDay(value: string, rule: Rule): string | undefined {
  for (const one of new Set(value.split(',').map(text => text.replace(/^\+/, '')))) {
    const [, nth, code = ''] = /^(-?\d{1,2})?([A-Z]{2})$/.exec(one) ?? []
    const weekday = weekdayOfCode(code)
    if (!weekday || (nth && (Number(nth) === 0 || Math.abs(Number(nth)) > 53)))
      return `BYDAY takes weekdays such as MO, 2TU or -1FR, not «${shown(one)}».`
    rule.byDay.push(nth ? { weekday, nth: Number(nth) } : { weekday })
  }
  return undefined
}

const weekdayOfCode = (code: string): Weekday | undefined =>
  ((weekdayCodes as readonly string[]).indexOf(code) + 1 || undefined) as Weekday | undefined
