import ICAL from 'ical.js'
import type { Due } from '../../domain/due.ts'
import { formatRule } from '../../domain/recurrence/rule.ts'
import { type RuleText, ruleOf } from '../../domain/recurrence/rule-text.ts'
import type { Repeat } from '../../domain/task.ts'

/** A property and a component in jCal (RFC 7265). */
export type Property = [name: string, parameters: Record<string, string | string[]>, type: string, ...values: unknown[]]
export type Component = [name: string, properties: Property[], components: Component[]]

// The library does not count the space that begins a continued line; with it a line has 75 octets at most.
ICAL.foldLength = 74

export const write = (component: Component): string => ICAL.stringify(component)

/** Throws on a malformed line. */
export const read = (text: string): Component => ICAL.parse(text) as Component

export const property = (name: string, value: string | number): Property => [
  name,
  {},
  typeof value === 'number' ? 'integer' : 'text',
  value,
]

/** The only control characters that iCalendar allows are the line break and the tab. */
export const textProperty = (name: string, ...texts: string[]): Property => [name, {}, 'text', ...texts.map(plain)]

/** An extension property of Zerodue. Its value needs no escaping. */
export const ownProperty = (name: string, value: string | number): Property => [
  `x-zerodue-${name}`,
  {},
  'unknown',
  String(value),
]

export const instantProperty = (name: string, instant: string): Property => [
  name,
  {},
  'date-time',
  `${instant.slice(0, 19)}Z`,
]

const plain = (text: string) => text.replaceAll(/\r\n?/g, '\n').replaceAll(/[\x00-\x08\x0b-\x1f\x7f]/g, '')

/** iCalendar writes these zones as a Z. */
const isUtc = (zone: string): boolean => zone === 'UTC' || zone === 'Etc/UTC'

/** The zone that needs a VTIMEZONE in the calendar. */
export const timezoneNeeded = (due: Due | null): string | undefined =>
  due?.time !== undefined && !isUtc(due.zone) ? due.zone : undefined

export function momentProperty(name: string, { date, time, zone }: Due): Property {
  if (time === undefined) return [name, {}, 'date', date]
  if (isUtc(zone)) return [name, {}, 'date-time', `${date}T${time}:00Z`]
  return [name, { tzid: zone }, 'date-time', `${date}T${time}:00`]
}

/** The occurrences from this one on: other programs count from the date that they see. */
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

/** FREQ comes first, as old programs need it. */
const partsOf = (rule: RuleText): [string, string][] =>
  formatRule(ruleOf(rule))
    .split(';')
    .map(part => part.split('=') as [string, string])

/** The rule as text, checked later with the whole task. `count` may replace a COUNT by that of the whole series. */
export function ruleFromJcal(value: unknown, count: (left: number) => number): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .filter(([name]) => name) // For a `;` at the end the library makes a part without a name.
    .map(([name, part]) => {
      const text = [part].flat().join()
      if (name === 'until') return `UNTIL=${text.replaceAll(/[-:]/g, '')}`
      if (name === 'count') return `COUNT=${count(Number(text))}`
      return `${name.toUpperCase()}=${text}`
    })
    .join(';')
}

const untilToJcal = (until: string): string =>
  until.replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3').replace(/T(\d\d)(\d\d)(\d\d)/, 'T$1:$2:$3')
