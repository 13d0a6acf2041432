import { IANAZone } from 'luxon'
import * as v from 'valibot'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** Names that Intl knows from old Java and IANA does not: `BST` is Dhaka there, and no Londoner means that. */
const notIana =
  /^(systemv\/.*|act|aet|agt|art|ast|bet|bst|cat|cnt|cst|ctt|eat|ect|iet|ist|jst|mit|net|nst|plt|pnt|prt|pst|sst|vst)$/

const zones = new Map<string, IANAZone>()

/** Any name of the IANA database, canonical or alias, in any case, as Intl does; an offset is no zone. */
export const isZone = (name: string): boolean => find(name) !== undefined

export const Zone = v.pipe(
  v.string(),
  v.maxLength(64),
  v.regex(/^[A-Za-z][A-Za-z0-9_+\-/]*$/, 'must be the name of a time zone, such as Asia/Karachi'),
  v.check(isZone, 'is not a time zone we know; names look like Asia/Karachi or America/New_York'),
)

/**
 * The instant at which a clock on the wall of that zone shows that date and time. A time that is skipped when clocks
 * go forward moves forward by as much; of a time that comes twice, the first.
 */
export function instantOf(date: string, time: string, zone: string): Date {
  const { instants, skipped } = readings(wall(date, time), zone)
  return new Date(skipped ? skipped.shifted : Math.min(...instants))
}

/** Whether that time of that date is skipped by the zone's clocks. */
export const isSkipped = (date: string, time: string, zone: string): boolean =>
  readings(wall(date, time), zone).skipped !== undefined

/** Whether that time of that date comes twice on the zone's clocks. */
export const isTwice = (date: string, time: string, zone: string): boolean =>
  readings(wall(date, time), zone).instants.length > 1

/** What calendar and clock show in that zone; seconds are left out. */
export function localAt(instant: Date, zone: string): { date: string; time: string } {
  const iso = new Date(instant.getTime() + offset(zone, instant.getTime())).toISOString()
  return { date: iso.slice(0, -14), time: iso.slice(-13, -8) }
}

/** The first instant of that date in that zone; of a date that the zone skips, the first instant after it. */
export function startOfDay(date: string, zone: string): Date {
  const { instants, skipped } = readings(wall(date, '00:00'), zone)
  if (!skipped) return new Date(Math.min(...instants))
  let [before, after] = [skipped.before, skipped.shifted]
  const offsetBefore = offset(zone, before)
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offset(zone, middle) === offsetBefore) before = middle
    else after = middle
  }
  return new Date(after)
}

export const addDays = (date: string, days: number): string =>
  new Date(wall(date, '00:00') + days * DAY_MS).toISOString().slice(0, 10)

/** 1 is Monday and 7 is Sunday. */
export const weekdayOf = (date: string): number => new Date(wall(date, '00:00')).getUTCDay() || 7

/** Days from the first to the last, both within; `end` is the first instant after them. */
export interface Days {
  first: string
  last: string
  start: Date
  end: Date
}

export const dayRange = (instant: Date, zone: string): Days => days(localAt(instant, zone).date, 1, zone)

/** The week of that instant; it starts on Monday (1) unless told otherwise. */
export function weekRange(instant: Date, zone: string, firstWeekday = 1): Days {
  const { date } = localAt(instant, zone)
  return days(addDays(date, -((weekdayOf(date) - firstWeekday + 7) % 7)), 7, zone)
}

function days(first: string, count: number, zone: string): Days {
  const next = addDays(first, count)
  return { first, last: addDays(next, -1), start: startOfDay(first, zone), end: startOfDay(next, zone) }
}

/** Names are kept in lower case, so that a thousand spellings of one zone do not fill the memory. */
function find(name: string): IANAZone | undefined {
  const key = name.toLowerCase()
  const known = zones.get(key)
  if (known) return known
  if (name.length > 64 || !/^[a-z][a-z0-9_+\-/]*$/.test(key) || notIana.test(key)) return undefined
  if (!IANAZone.isValidZone(key)) return undefined
  const zone = IANAZone.create(key)
  zones.set(key, zone)
  return zone
}

function offset(zone: string, instantMs: number): number {
  const found = find(zone)
  if (!found) throw new RangeError(`no such time zone: ${zone}`)
  return Math.round(found.offset(instantMs) * MINUTE_MS)
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
 * No zone is a day away from UTC, so a day earlier and a day later lie on both sides of any change of its clocks.
 * Luxon's own choice in a repeated hour follows today's offset, so only its offsets are used.
 */
function readings(wallMs: number, zone: string): Readings {
  const [before, after] = [offset(zone, wallMs - DAY_MS), offset(zone, wallMs + DAY_MS)]
  const instants = [...new Set([before, after])].map(o => wallMs - o).filter(t => t + offset(zone, t) === wallMs)
  if (instants.length) return { instants }
  return { instants, skipped: { before: wallMs - after, shifted: wallMs - before } }
}
