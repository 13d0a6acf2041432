import type { Due } from '../../domain/due.ts'
import { instantOf, isZone, localAt } from '../../domain/zone.ts'
import type { Property } from './ical.ts'

export interface Zones {
  /** The person's own: where a time names no zone, it is meant there. */
  own: string
  /** What the file calls by a name of its own. */
  named: Map<string, string>
}

/** A date or a time of a property on the clocks of its zone, or in words why it is none. */
export function readMoment([, { tzid }, , value]: Property, zones: Zones, utcZone = zones.own): Due | string {
  const [, date = '', time, utc] =
    /^(\d{4}-\d\d-\d\d)(?:T::|T((?:[01]\d|2[0-3]):[0-5]\d)(?::\d\d)?(Z)?)?$/.exec(String(value)) ?? []
  if (!date || Number.isNaN(Date.parse(date))) return 'must be a date or a time of the calendar'
  if (utc) return { ...localAt(new Date(`${date}T${time}Z`), utcZone), zone: utcZone }
  const zone = typeof tzid === 'string' ? findZone(tzid, zones) : zones.own
  if (!zone) return `names the time zone «${String(tzid).slice(0, 60)}», which is not known`
  return { date, ...(time && { time }), zone }
}

/** An instant of a property; `undefined` when it is none. */
export function readInstant(property: Property | undefined, zones: Zones): string | undefined {
  const moment = property && readMoment(property, zones, 'UTC')
  if (!property || typeof moment !== 'object') return undefined
  const value = String(property[3])
  if (value.endsWith('Z')) return new Date(value).toISOString()
  return instantOf(moment.date, moment.time ?? '00:00', moment.zone).toISOString()
}

/** Some programs put their own name before that of the zone: `/mozilla.org/20050126_1/Europe/Berlin`. */
function findZone(tzid: string, { named }: Zones): string | undefined {
  if (isZone(tzid)) return tzid
  const known = named.get(tzid)
  if (known && isZone(known)) return known
  const parts = tzid.split('/')
  return [3, 2].map(length => parts.slice(-length).join('/')).find(isZone)
}
