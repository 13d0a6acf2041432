import * as v from 'valibot'
import { inJson } from '../kit/core/schema.ts'
import { DAY_MS } from './limits.ts'
import { calmOffset, findZone, offsetAt } from './offsets.ts'

/** Any name of the IANA database, canonical or alias, in upper or lower case. An offset is not a zone. */
export const isZone = (name: string): boolean => findZone(name) !== undefined

export const Zone = v.pipe(
  v.string(),
  v.maxLength(64),
  v.regex(/^[A-Za-z][A-Za-z0-9_+\-/]*$/, 'must be the name of a time zone, such as Asia/Karachi'),
  inJson(v.check(isZone, 'is not a time zone we know; names look like Asia/Karachi or America/New_York'), {
    format: 'time-zone',
  }),
)

/** A local time is skipped when clocks go forward, and repeated when they go back. */
export type Clocks = 'skipped' | 'repeated'

/**
 * The instant at which the clocks of that zone show that date and time. A skipped time moves forward by the length of
 * the gap; of a repeated time the first instant counts.
 */
export const instantOf = (date: string, time: string, zone: string): Date => readClock(date, time, zone).instant

export function readClock(date: string, time: string, zone: string): { instant: Date; clocks?: Clocks } {
  const { instants, skipped } = readings(wall(date, time), zone)
  if (skipped) return { instant: new Date(skipped.shifted), clocks: 'skipped' }
  const instant = new Date(Math.min(...instants))
  return instants.length > 1 ? { instant, clocks: 'repeated' } : { instant }
}

/** The date and time that clocks in that zone show, without seconds. */
export function localAt(instant: Date, zone: string): { date: string; time: string } {
  const iso = new Date(instant.getTime() + offsetAt(zone, instant.getTime())).toISOString()
  return { date: iso.slice(0, -14), time: iso.slice(-13, -8) }
}

/** The first instant of that date in that zone. When the zone skips the date, the first instant after it. */
export function startOfDay(date: string, zone: string): Date {
  const { instants, skipped } = readings(wall(date, '00:00'), zone)
  if (!skipped) return new Date(Math.min(...instants))
  let [before, after] = [skipped.before, skipped.shifted]
  const offsetBefore = offsetAt(zone, before)
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(zone, middle) === offsetBefore) before = middle
    else after = middle
  }
  return new Date(after)
}

export const addDays = (date: string, days: number): string =>
  new Date(wall(date, '00:00') + days * DAY_MS).toISOString().slice(0, 10)

/** 1 is Monday and 7 is Sunday. */
export const weekdayOf = (date: string): number => new Date(wall(date, '00:00')).getUTCDay() || 7

/** The days from `first` to `last`, both included. `end` is the first instant after them. */
export interface Days {
  first: string
  last: string
  start: Date
  end: Date
}

export const dayRange = (instant: Date, zone: string): Days => days(localAt(instant, zone).date, 1, zone)

/** The week of that instant. It starts on `firstWeekday`; 1 is Monday. */
export function weekRange(instant: Date, zone: string, firstWeekday = 1): Days {
  const { date } = localAt(instant, zone)
  return days(addDays(date, -((weekdayOf(date) - firstWeekday + 7) % 7)), 7, zone)
}

function days(first: string, count: number, zone: string): Days {
  const next = addDays(first, count)
  return { first, last: addDays(next, -1), start: startOfDay(first, zone), end: startOfDay(next, zone) }
}

function wall(date: string, time: string): number {
  const ms = Date.parse(`${date}T${time}:00.000Z`)
  if (Number.isNaN(ms)) throw new RangeError(`not a date and time: ${date} ${time}`)
  return ms
}

interface Readings {
  instants: number[]
  skipped?: { before: number; shifted: number }
}

/**
 * No zone is a whole day away from UTC, so a day before and a day after lie on both sides of a change of clocks.
 * In a repeated hour Luxon's choice depends on the present offset, so this uses its offsets alone.
 */
function readings(wallMs: number, zone: string): Readings {
  const [earlier, later] = [wallMs - DAY_MS, wallMs + DAY_MS]
  const calm = calmOffset(zone, earlier, later)
  if (calm !== undefined) return { instants: [wallMs - calm] }
  const [before, after] = [offsetAt(zone, earlier), offsetAt(zone, later)]
  const instants = [...new Set([before, after])].map(o => wallMs - o).filter(t => t + offsetAt(zone, t) === wallMs)
  if (instants.length) return { instants }
  return { instants, skipped: { before: wallMs - after, shifted: wallMs - before } }
}
