import { IANAZone } from 'luxon'
import { DAY_MS } from './limits.ts'

/** Nowhere since 1900 were clocks changed twice within less than 6 days (Brazil in October 2000). */
const MARK_MS = 5 * DAY_MS
const MINUTE_MS = 60_000

/** Names that Intl knows from old Java and IANA does not: `BST` is Dhaka there, and no Londoner means that. */
const notIana =
  /^(systemv\/.*|act|aet|agt|art|ast|bet|bst|cat|cnt|cst|ctt|eat|ect|iet|ist|jst|mit|net|nst|plt|pnt|prt|pst|sst|vst)$/

interface KnownZone {
  zone: IANAZone
  /** Offsets at every fifth midnight of UTC: Intl takes microseconds, and a series asks a thousand times. */
  marks: Map<number, number>
}

const zones = new Map<string, KnownZone>()
const KEPT_MARKS = 512

/** Names are kept in lower case, so that a thousand spellings of one zone do not fill the memory. */
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

/** How far the clocks of that zone are ahead of UTC at that instant, in milliseconds. */
export const offsetAt = (zone: string, instantMs: number): number =>
  Math.round(known(zone).zone.offset(instantMs) * MINUTE_MS)

/** The offset that holds from one instant to the other, if the clocks of that zone are not changed about then. */
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
