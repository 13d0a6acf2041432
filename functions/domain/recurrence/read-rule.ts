import * as v from 'valibot'
import { MAX_RULE_LENGTH } from '../limits.ts'
import { LocalDate } from '../local-date.ts'
import { type ByDay, type Freq, type Rule, type Weekday, weekdayCodes } from './rule.ts'

/** A fault is a sentence for people. Only the schemas of `rule-text.ts` see one. */
type Faulty<T> = T | { fault: string }
type Parts = Map<string, string>

const fault = (fault: string) => ({ fault })

/** UNTIL without Z. A task keeps such a rule with one character more. */
export const hasFloatingEnd = (text: string): boolean => /UNTIL=\d+T\d+(?:;|$)/.test(text)

/** Reads the text of one rule. Whether the rule has any occurrence is another question. */
export function readRule(text: string): Faulty<Rule> {
  if (text.length + Number(hasFloatingEnd(text)) > MAX_RULE_LENGTH)
    return fault(`A rule has at most ${MAX_RULE_LENGTH} characters; this one has ${text.length}.`)
  const parts = split(text)
  return 'fault' in parts ? parts : (contradiction(parts) ?? build(parts))
}

function split(text: string): Faulty<Parts> {
  const parts: Parts = new Map()
  if (/DTSTART|EXDATE|RDATE|EXRULE/.test(text))
    return fault('The start and single dates are not part of a rule: send the rule alone, from FREQ on.')
  if (/\s|RRULE/.test(text)) return fault('Send exactly one rule, without spaces or line breaks.')
  for (const part of text.split(';')) {
    const [name = '', value = '', ...more] = part.split('=')
    if (!name || !value || more.length) return fault(`«${shown(part)}» is not a part such as FREQ=DAILY.`)
    if (name !== 'FREQ' && !Object.hasOwn(readers, name)) return fault(`A rule has no part «${shown(name)}».`)
    if (parts.has(name))
      return fault(name === 'FREQ' ? 'These are two rules: send only one.' : `${name} is allowed only once.`)
    parts.set(name, value)
  }
  return parts.has('FREQ') ? parts : fault('A rule needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.')
}

/** Parts that RFC 5545 forbids together. */
function contradiction(parts: Parts): { fault: string } | undefined {
  const freq = parts.get('FREQ')
  const ordinals = /\d/.test(parts.get('BYDAY') ?? '')
  if (parts.has('COUNT') && parts.has('UNTIL')) return fault('A rule ends after COUNT or on UNTIL, not both.')
  if (parts.has('BYWEEKNO') && freq !== 'YEARLY') return fault('Only a yearly rule can have week numbers.')
  if (parts.has('BYYEARDAY') && freq !== 'YEARLY') return fault('Only a yearly rule can have days of the year.')
  if (parts.has('BYMONTHDAY') && freq === 'WEEKLY') return fault('A weekly rule cannot have days of the month.')
  if (ordinals && freq !== 'MONTHLY' && freq !== 'YEARLY')
    return fault('Only a monthly or yearly rule can number its weekdays, such as 2TU.')
  if (ordinals && parts.has('BYWEEKNO')) return fault('A rule with week numbers cannot number its weekdays.')
  if (parts.has('BYSETPOS') && ![...parts.keys()].some(name => /^BY(?!SETPOS)/.test(name)))
    return fault('BYSETPOS needs another BY… part to choose from.')
  return undefined
}

function build(parts: Parts): Faulty<Rule> {
  const freq = readFreq(parts.get('FREQ') ?? '')
  if (typeof freq !== 'string') return freq
  let rule: Rule = {
    freq,
    interval: 1,
    weekStart: 1,
    byMonth: [],
    byWeekNo: [],
    byYearDay: [],
    byMonthDay: [],
    byDay: [],
    byHour: [],
    byMinute: [],
    bySetPos: [],
  }
  for (const [name, value] of parts) {
    const read = readers[name]?.(value)
    if (read && 'fault' in read) return read
    rule = { ...rule, ...read }
  }
  return rule
}

function readFreq(value: string): Faulty<Freq> {
  if (value === 'DAILY' || value === 'WEEKLY' || value === 'MONTHLY' || value === 'YEARLY') return value
  if (value === 'SECONDLY' || value === 'MINUTELY' || value === 'HOURLY')
    return fault('A task repeats daily at most; for several times a day use BYHOUR.')
  return fault(`FREQ is DAILY, WEEKLY, MONTHLY or YEARLY, not «${shown(value)}».`)
}

/** Each reads the value of one part. */
const readers: Record<string, (value: string) => Faulty<Partial<Rule>>> = {
  INTERVAL: value => oneNumber('INTERVAL', value, interval => ({ interval })),
  COUNT: value => oneNumber('COUNT', value, count => ({ count })),
  UNTIL: readUntil,
  WKST: readWeekStart,
  BYDAY: readByDay,
  BYMONTH: value => numbers('BYMONTH', value, [1, 12], byMonth => ({ byMonth })),
  BYWEEKNO: value => numbers('BYWEEKNO', value, [1, 53, 'signed'], byWeekNo => ({ byWeekNo })),
  BYYEARDAY: value => numbers('BYYEARDAY', value, [1, 366, 'signed'], byYearDay => ({ byYearDay })),
  BYMONTHDAY: value => numbers('BYMONTHDAY', value, [1, 31, 'signed'], byMonthDay => ({ byMonthDay })),
  BYSETPOS: value => numbers('BYSETPOS', value, [1, 366, 'signed'], bySetPos => ({ bySetPos })),
  BYHOUR: value => numbers('BYHOUR', value, [0, 23], byHour => ({ byHour })),
  BYMINUTE: value => numbers('BYMINUTE', value, [0, 59], byMinute => ({ byMinute })),
  BYSECOND: value => (/^0+$/.test(value) ? {} : fault('Times have no seconds: leave BYSECOND out.')),
}

type Range = [min: number, max: number, signed?: 'signed']

function numbers(name: string, value: string, [min, max, signed]: Range, part: (ns: number[]) => Partial<Rule>) {
  const texts = value.split(',')
  const form = signed ? /^[+-]?\d{1,3}$/ : /^\d{1,3}$/
  const bad = texts.find(one => !form.test(one) || Math.abs(Number(one)) < min || Math.abs(Number(one)) > max)
  if (bad === undefined) return part([...new Set(texts.map(Number))].sort((a, b) => a - b))
  const range = signed ? `${min} to ${max} or -${max} to -${min}` : `${min} to ${max}`
  return fault(`${name} takes numbers from ${range}, not «${shown(bad)}».`)
}

function oneNumber(name: string, value: string, part: (n: number) => Partial<Rule>): Faulty<Partial<Rule>> {
  const n = /^\d{1,6}$/.test(value) ? Number(value) : 0
  return n >= 1 && n <= 9999 ? part(n) : fault(`${name} is a number from 1 to 9999, not «${shown(value)}».`)
}

function readUntil(value: string): Faulty<Partial<Rule>> {
  const [, y, m, d, time = '', z] = /^(\d{4})(\d\d)(\d\d)(?:T((?:[01]\d|2[0-3])[0-5]\d[0-5]\d)(Z)?)?$/.exec(value) ?? []
  const date = `${y}-${m}-${d}`
  if (!v.is(LocalDate, date))
    return fault(`UNTIL is a date such as 20261231, or a moment such as 20261231T170000Z, not «${shown(value)}».`)
  if (!time) return { until: { date } }
  const floating = `${date}T${time.replace(/(\d\d)(\d\d)(\d\d)/, '$1:$2:$3')}`
  return { until: z ? { instant: `${floating}.000Z` } : { floating } }
}

function readWeekStart(value: string): Faulty<Partial<Rule>> {
  const weekStart = weekdayOfCode(value)
  return weekStart ? { weekStart } : fault(`WKST is one of ${weekdayCodes.join(', ')}, not «${shown(value)}».`)
}

function readByDay(value: string): Faulty<Partial<Rule>> {
  const byDay: ByDay[] = []
  for (const one of new Set(value.split(',').map(text => text.replace(/^\+/, '')))) {
    const [, nth, code = ''] = /^(-?\d{1,2})?([A-Z]{2})$/.exec(one) ?? []
    const weekday = weekdayOfCode(code)
    if (!weekday || (nth && (Number(nth) === 0 || Math.abs(Number(nth)) > 53)))
      return fault(`BYDAY takes weekdays such as MO, 2TU or -1FR, not «${shown(one)}».`)
    byDay.push(nth ? { weekday, nth: Number(nth) } : { weekday })
  }
  return { byDay }
}

const weekdayOfCode = (code: string): Weekday | undefined =>
  ((weekdayCodes as readonly string[]).indexOf(code) + 1 || undefined) as Weekday | undefined

/** A quotation is short and cannot turn the direction of the sentence around it. */
const shown = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 30)
