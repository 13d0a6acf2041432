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

const cache = new Map<string, Component>()
const mostCached = 1000

/**
 * The VTIMEZONE that iCalendar requires for every zone in use. It lists each clock change of the last 10 and the next 20
 * years by date, because some zones follow no rule. Programs that know the zone by its name use their own data.
 */
export function timezoneOf(zone: string, now: Date): Component {
  const year = now.getUTCFullYear()
  const key = `${zone} ${year}`
  const cached = cache.get(key)
  if (cached) return cached
  const [from, to] = [Date.UTC(year - yearsBack, 0), Date.UTC(year + yearsAhead, 0)]
  const made: Component = ['vtimezone', [['tzid', {}, 'text', zone]], [...observances(zone, from, to)]]
  if (cache.size >= mostCached) cache.clear()
  cache.set(key, made)
  return made
}

function* observances(zone: string, from: number, to: number): Generator<Component> {
  const first = offsetAt(zone, from)
  yield observance('1970-01-01T00:00:00', first, first)
  for (const { atMs, before, after } of changes(zone, from, to))
    yield observance(new Date(atMs + before).toISOString().slice(0, 19), before, after)
}

/** One component for each change: of several dates in one RDATE some programs read only the first. */
const observance = (start: string, before: number, after: number): Component => [
  after > before ? 'daylight' : 'standard',
  [
    ['dtstart', {}, 'date-time', start],
    ['tzoffsetfrom', {}, 'utc-offset', offsetText(before)],
    ['tzoffsetto', {}, 'utc-offset', offsetText(after)],
  ],
  [],
]

/** No zone changes its clocks and back within a week, so one look a week finds every change. */
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
