import ICAL from 'ical.js'

/** A property and a component as RFC 7265 (jCal) writes them. */
export type Property = [name: string, parameters: Record<string, string | string[]>, type: string, ...values: unknown[]]
export type Component = [name: string, properties: Property[], components: Component[]]

// The library counts a line without the space that continues it; with it, 75 octets is the most.
ICAL.foldLength = 74

export const write = (component: Component): string => ICAL.stringify(component)

/** Throws when a line of it is none. */
export const read = (text: string): Component => ICAL.parse(text) as Component

export const property = (name: string, value: string | number): Property => [
  name,
  {},
  typeof value === 'number' ? 'integer' : 'text',
  value,
]

/** Of the control characters, iCalendar knows the line break and the tab. */
export const textProperty = (name: string, ...texts: string[]): Property => [name, {}, 'text', ...texts.map(plain)]

/** A property of ours, by a value that needs no escaping. */
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
