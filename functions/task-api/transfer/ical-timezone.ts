import { offsetAt } from '../../domain/offsets.ts'
import type { Component } from './ical.ts'

const weekMs = 7 * 86_400_000
const yearsBack = 10
const yearsAhead = 20

interface Change {
  atMs: number
  before: number
  after: number
}

const kept = new Map<string, Component>()
const mostKept = 1000

/**
 * The clocks of a zone as iCalendar wants them beside every time that names it. Each change of the last 10 and the next 20
 * years stands there by its date: some zones follow no rule, and programs that know the zone by its name use their own.
 */
export function timezoneOf(zone: string, now: Date): Component {
  const year = now.getUTCFullYear()
  const key = `${zone} ${year}`
  const known = kept.get(key)
  if (known) return known
  const [from, to] = [Date.UTC(year - yearsBack, 0), Date.UTC(year + yearsAhead, 0)]
  const made: Component = ['vtimezone', [['tzid', {}, 'text', zone]], [...observances(zone, from, to)]]
  if (kept.size >= mostKept) kept.clear()
  kept.set(key, made)
  return made
}

function* observances(zone: string, from: number, to: number): Generator<Component> {
  const first = offsetAt(zone, from)
  yield observance('1970-01-01T00:00:00', first, first)
  for (const { atMs, before, after } of changes(zone, from, to))
    yield observance(new Date(atMs + before).toISOString().slice(0, 19), before, after)
}

/** One for each change: of several dates in one RDATE some programs read only the first. */
const observance = (start: string, before: number, after: number): Component => [
  after > before ? 'daylight' : 'standard',
  [
    ['dtstart', {}, 'date-time', start],
    ['tzoffsetfrom', {}, 'utc-offset', offsetText(before)],
    ['tzoffsetto', {}, 'utc-offset', offsetText(after)],
  ],
  [],
]

/** No zone changes its clocks and back within a week, so looking once a week sees every change. */
function* changes(zone: string, from: number, to: number): Generator<Change> {
  for (let start = from; start < to; start += weekMs) {
    const [before, after] = [offsetAt(zone, start), offsetAt(zone, start + weekMs)]
    if (before !== after) yield { atMs: moment(zone, start, start + weekMs, before), before, after }
  }
}

function moment(zone: string, start: number, end: number, before: number): number {
  let [low, high] = [start, end]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(zone, middle) === before) low = middle
    else high = middle
  }
  return high
}

function offsetText(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
