import { IANAZone } from 'luxon'
import { DAY_MS } from './limits.ts'

/** Since 1900 no zone has changed its clocks twice in less than 6 days (Brazil did so in October 2000). */
const MARK_MS = 5 * DAY_MS
const MINUTE_MS = 60_000

/** Names from old Java that Intl accepts and IANA does not have: `BST` is Dhaka there, and a Londoner means London. */
const notIana =
  /^(systemv\/.*|act|aet|agt|art|ast|bet|bst|cat|cnt|cst|ctt|eat|ect|iet|ist|jst|mit|net|nst|plt|pnt|prt|pst|sst|vst)$/

interface KnownZone {
  zone: IANAZone
  /** Offsets at every fifth midnight of UTC, because one call of Intl takes microseconds and a series makes a thousand. */
  marks: Map<number, number>
}

const zones = new Map<string, KnownZone>()
const KEPT_MARKS = 512

/** The keys are lower case, so that a thousand spellings of one zone do not fill the memory. */
export function findZone(name: string): KnownZone | undefined {
  const key = name.toLowerCase()
  const kept = zones.get(key)
  if (kept) return kept
  if (name.length > 64 || !/^[a-z][a-z0-9_+\-/]*$/.test(key) || notIana.test(key)) return undefined
  if (!IANAZone.isValidZone(key)) return undefined
  const found = { zone: IANAZone.create(key), marks: new Map<number, number>() }
  zones.set(key, found)
  return found
}

function known(name: string): KnownZone {
  const found = findZone(name)
  if (!found) throw new RangeError(`no such time zone: ${name}`)
  return found
}

/** How many milliseconds the clocks of that zone are ahead of UTC at that instant. */
export const offsetAt = (zone: string, instantMs: number): number =>
  Math.round(known(zone).zone.offset(instantMs) * MINUTE_MS)

/** The offset from one instant to the other, if the zone changes no clock in between. */
export function calmOffset(zone: string, fromMs: number, toMs: number): number | undefined {
  const last = Math.ceil(toMs / MARK_MS)
  const calm = offsetAtMark(zone, last)
  for (let mark = Math.floor(fromMs / MARK_MS); mark < last; mark++)
    if (offsetAtMark(zone, mark) !== calm) return undefined
  return calm
}

function offsetAtMark(zone: string, mark: number): number {
  const { marks } = known(zone)
  const kept = marks.get(mark)
  if (kept !== undefined) return kept
  if (marks.size >= KEPT_MARKS) marks.clear()
  const asked = offsetAt(zone, mark * MARK_MS)
  marks.set(mark, asked)
  return asked
}
