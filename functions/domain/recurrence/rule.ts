/** A rule of RFC 5545, read. An empty list is a part that the rule does not have. */
export interface Rule {
  freq: Freq
  interval: number
  count?: number
  until?: Until
  weekStart: Weekday
  byMonth: number[]
  byWeekNo: number[]
  byYearDay: number[]
  byMonthDay: number[]
  byDay: ByDay[]
  byHour: number[]
  byMinute: number[]
  bySetPos: number[]
}

export type Freq = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
/** 1 is Monday and 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7
export type ByDay = { weekday: Weekday; nth?: number }
/** The last date, itself within, or the last instant. */
export type Until = { date: string } | { instant: string }

export interface Refusal {
  code: RefusalCode
  message: string
}
export type RefusalCode = 'rule-too-long' | 'rule-malformed' | 'rule-too-often' | 'rule-contradiction' | 'rule-never'

export const MAX_RULE_LENGTH = 500
export const weekdayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

export const isRefusal = (value: object): value is Refusal => 'code' in value

export const refuse = (code: RefusalCode, message: string): Refusal => ({ code, message })

export const malformed = (message: string): Refusal => refuse('rule-malformed', message)

/** What is quoted back is short and cannot turn the direction of the sentence around it. */
export const shown = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 30)

/** The rule as text, always in the same form. */
export function formatRule(rule: Rule): string {
  const lists = {
    BYMONTH: rule.byMonth,
    BYWEEKNO: rule.byWeekNo,
    BYYEARDAY: rule.byYearDay,
    BYMONTHDAY: rule.byMonthDay,
  }
  const later = { BYHOUR: rule.byHour, BYMINUTE: rule.byMinute, BYSETPOS: rule.bySetPos }
  const days = rule.byDay.map(({ weekday, nth }) => `${nth ?? ''}${weekdayCodes[weekday - 1]}`)
  const parts: [string, string | number | undefined][] = [
    ['FREQ', rule.freq],
    ['INTERVAL', rule.interval === 1 ? undefined : rule.interval],
    ...Object.entries(lists).map(([name, ns]): [string, string] => [name, ns.join()]),
    ['BYDAY', days.join()],
    ...Object.entries(later).map(([name, ns]): [string, string] => [name, ns.join()]),
    ['WKST', rule.weekStart === 1 ? undefined : weekdayCodes[rule.weekStart - 1]],
    ['COUNT', rule.count],
    ['UNTIL', rule.until && formatUntil(rule.until)],
  ]
  return parts.flatMap(([name, value]) => (value ? `${name}=${value}` : [])).join(';')
}

const formatUntil = (until: Until): string =>
  'date' in until ? until.date.replaceAll('-', '') : until.instant.replace(/[-:]|\.000/g, '')
