/** A rule of RFC 5545. An empty list is a part that the rule does not have. */
export interface Rule {
  readonly freq: Freq
  readonly interval: number
  readonly count?: number
  readonly until?: Until | Floating
  readonly weekStart: Weekday
  readonly byMonth: readonly number[]
  readonly byWeekNo: readonly number[]
  readonly byYearDay: readonly number[]
  readonly byMonthDay: readonly number[]
  readonly byDay: readonly ByDay[]
  readonly byHour: readonly number[]
  readonly byMinute: readonly number[]
  readonly bySetPos: readonly number[]
}

export type Freq = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
/** 1 is Monday and 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7
export type ByDay = { readonly weekday: Weekday; readonly nth?: number }
/** The last date, included, or the last instant. */
export type Until = { date: string } | { instant: string }
/** The last moment, such as `2026-12-31T23:59:00`, on the clocks of the zone in which the series starts. */
export type Floating = { floating: string }

export const weekdayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

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

export const formatUntil = (until: Until | Floating): string =>
  ('date' in until ? until.date : 'instant' in until ? until.instant : until.floating).replace(/[-:]|\.000/g, '')
