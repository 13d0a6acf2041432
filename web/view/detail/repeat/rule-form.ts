import { weekdayOf } from '../../../../functions/domain/zone.ts'

export const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Day = (typeof days)[number]
export type Freq = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'

/** The usual rules as a form. Any other rule is edited as text. */
export interface RuleForm {
  freq: Freq
  interval: number
  /** Weekly: the weekdays. */
  weekdays: readonly Day[]
  /** Monthly: the day of the first due date, the last day, or a weekday such as the second Tuesday. */
  month: 'day' | 'last' | 'nth'
  end: End
}

export type End = { kind: 'never' } | { kind: 'on'; date: string } | { kind: 'after'; count: number }

export const weekdays: readonly Day[] = days.slice(0, 5)

/** The number of a date's weekday in its month, such as the second Tuesday. The fifth means the last. */
export function nthOf(date: string): { nth: number; day: Day } {
  return { nth: Math.ceil(Number(date.slice(8)) / 7), day: days[weekdayOf(date) - 1] ?? 'MO' }
}

export function writeRule(form: RuleForm, start: string): string {
  const { nth, day } = nthOf(start)
  const on =
    form.freq === 'WEEKLY'
      ? form.weekdays.length && `BYDAY=${days.filter(name => form.weekdays.includes(name)).join(',')}`
      : form.freq === 'MONTHLY' &&
        {
          day: `BYMONTHDAY=${Number(start.slice(8))}`,
          last: 'BYMONTHDAY=-1',
          nth: `BYDAY=${nth > 4 ? -1 : nth}${day}`,
        }[form.month]
  return [
    `FREQ=${form.freq}`,
    form.interval > 1 && `INTERVAL=${form.interval}`,
    on,
    form.end.kind === 'on' && `UNTIL=${form.end.date.replaceAll('-', '')}`,
    form.end.kind === 'after' && `COUNT=${form.end.count}`,
  ]
    .filter(Boolean)
    .join(';')
}

/** Null if the form cannot express the rule: writing the form back must give the same rule. */
export function readRule(rule: string, start: string): RuleForm | null {
  const parts = new Map(rule.split(';').map(part => part.split('=') as [string, string]))
  const form: RuleForm = {
    freq: parts.get('FREQ') as Freq,
    interval: Number(parts.get('INTERVAL') ?? 1),
    weekdays: days.filter(day => parts.get('BYDAY')?.split(',').includes(day)),
    month: parts.get('BYMONTHDAY') === '-1' ? 'last' : parts.has('BYDAY') ? 'nth' : 'day',
    end: endOf(parts),
  }
  const same = (text: string) =>
    text
      .replace(/;BYMONTHDAY=\d+/, '')
      .replace(/(UNTIL=\d{8})T\w+/, '$1')
      .split(';')
      .sort()
      .join()
  const onStart = !/BYMONTHDAY=\d/.test(rule) || parts.get('BYMONTHDAY') === String(Number(start.slice(8)))
  return onStart && same(writeRule(form, start)) === same(rule) ? form : null
}

function endOf(parts: Map<string, string>): End {
  const [until, count] = [parts.get('UNTIL'), parts.get('COUNT')]
  if (until) return { kind: 'on', date: `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}` }
  return count ? { kind: 'after', count: Number(count) } : { kind: 'never' }
}
