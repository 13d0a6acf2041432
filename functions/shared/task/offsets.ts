import { IANAZone } from 'luxon'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** Names that Intl knows from old Java and IANA does not: `BST` is Dhaka there, and no Londoner means that. */
const notIana =
  /^(systemv\/.*|act|aet|agt|art|ast|bet|bst|cat|cnt|cst|ctt|eat|ect|iet|ist|jst|mit|net|nst|plt|pnt|prt|pst|sst|vst)$/

interface KnownZone {
  zone: IANAZone
  /** Offsets at midnights of UTC by day since 1970: Intl takes microseconds, and a series asks a thousand times. */
  midnights: Map<number, number>
}

const zones = new Map<string, KnownZone>()
const KEPT_MIDNIGHTS = 512

/** Names are kept in lower case, so that a thousand spellings of one zone do not fill the memory. */
export function findZone(name: string): KnownZone | undefined {
  const key = name.toLowerCase()
  const kept = zones.get(key)
  if (kept) return kept
  if (name.length > 64 || !/^[a-z][a-z0-9_+\-/]*$/.test(key) || notIana.test(key)) return undefined
  if (!IANAZone.isValidZone(key)) return undefined
  const found = { zone: IANAZone.create(key), midnights: new Map<number, number>() }
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

export function offsetAtMidnight(zone: string, day: number): number {
  const { midnights } = known(zone)
  const kept = midnights.get(day)
  if (kept !== undefined) return kept
  if (midnights.size >= KEPT_MIDNIGHTS) midnights.clear()
  const asked = offsetAt(zone, day * DAY_MS)
  midnights.set(day, asked)
  return asked
}
