import { formatRule } from '../../domain/recurrence/rule.ts'
import { type RuleText, ruleOf } from '../../domain/recurrence/rule-text.ts'
import type { Repeat } from '../../domain/task.ts'
import type { Property } from './ical.ts'

/** What is left of a series from this occurrence on: other programs count from the date that they see. */
export const remaining = (count: number, occurrence: number): number => Math.max(1, count - occurrence + 1)

export function ruleProperty({ rule }: Repeat, occurrence: number): Property {
  const parts = partsOf(rule).map(([name, value]): [string, string | number] => {
    if (name === 'COUNT') return ['count', remaining(Number(value), occurrence)]
    return [name.toLowerCase(), name === 'UNTIL' ? untilToJcal(value) : value]
  })
  return ['rrule', {}, 'recur', Object.fromEntries(parts)]
}

export const countOf = ({ rule }: Repeat): number | undefined => {
  const count = partsOf(rule).find(([name]) => name === 'COUNT')
  return count && Number(count[1])
}

/** In the order that old programs need: FREQ first. */
const partsOf = (rule: RuleText): [string, string][] =>
  formatRule(ruleOf(rule))
    .split(';')
    .map(part => part.split('=') as [string, string])

/** The rule as text; whether it is one of ours is asked of the whole task. A count may be replaced by that of the series. */
export function ruleFromJcal(value: unknown, count?: (told: number) => number): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .filter(([name]) => name) // The library makes an empty part of a `;` at the end.
    .map(([name, given]) => {
      const text = [given].flat().join()
      if (name === 'until') return `UNTIL=${text.replaceAll(/[-:]/g, '')}`
      if (name === 'count' && count) return `COUNT=${count(Number(text))}`
      return `${name.toUpperCase()}=${text}`
    })
    .join(';')
}

const untilToJcal = (until: string): string =>
  until.replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3').replace(/T(\d\d)(\d\d)(\d\d)/, 'T$1:$2:$3')
