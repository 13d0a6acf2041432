import type { Due } from '../../domain/due.ts'
import { instantOf, isZone, localAt } from '../../domain/zone.ts'
import type { Component, Property } from './ical.ts'
import { isUuid } from './rows.ts'

export interface Zones {
  /** The person's own zone, for times without a zone. */
  own: string
  /** Zones by the names that only this file uses. */
  custom: Map<string, string>
}

/** The local date and time of a property in its zone, or a message when it has none. */
export function readMoment([, { tzid }, , value]: Property, zones: Zones, utcZone = zones.own): Due | string {
  const [, date = '', time, utc] =
    /^(\d{4}-\d\d-\d\d)(?:T::|T((?:[01]\d|2[0-3]):[0-5]\d)(?::\d\d)?(Z)?)?$/.exec(String(value)) ?? []
  if (!date || Number.isNaN(Date.parse(date))) return 'must be a date or a date with a time'
  if (utc) return { ...localAt(new Date(`${date}T${time}Z`), utcZone), zone: utcZone }
  const zone = typeof tzid === 'string' ? findZone(tzid, zones) : zones.own
  if (!zone) return `names the time zone «${String(tzid).slice(0, 60)}», which is unknown`
  return { date, ...(time && { time }), zone }
}

/** The instant of a property, if it has one. */
export function readInstant(property: Property | undefined, zones: Zones): string | undefined {
  const moment = property && readMoment(property, zones, 'UTC')
  if (!property || typeof moment !== 'object') return undefined
  const value = String(property[3])
  if (value.endsWith('Z')) return new Date(value).toISOString()
  return instantOf(moment.date, moment.time ?? '00:00', moment.zone).toISOString()
}

/** Some programs put a prefix before the name of the zone: `/mozilla.org/20050126_1/Europe/Berlin`. */
function findZone(tzid: string, { custom }: Zones): string | undefined {
  if (isZone(tzid)) return tzid
  const known = custom.get(tzid)
  if (known && isZone(known)) return known
  const parts = tzid.split('/')
  return [3, 2].map(length => parts.slice(-length).join('/')).find(isZone)
}

interface Times {
  due?: Due
  start?: Due
  now: Date
  zones: Zones
}

/** An alarm as a reminder, not checked yet; `undefined` for an alarm that does not depend on time. */
export function readAlarm([, properties]: Component, times: Times): Record<string, unknown> | undefined {
  const first = (name: string) => properties.find(([n]) => n === name)
  const own = (name: string) => first(`x-zerodue-${name}`)?.[3]
  const trigger = first('trigger')
  // Apple's programs give alarms of places, and alarms that are off, a meaningless time.
  const ringsAtATime = !first('x-apple-proximity') && String(first('action')?.[3] ?? '').toUpperCase() !== 'NONE'
  if (!trigger || !ringsAtATime) return undefined

  const when = readTrigger(trigger, times)
  if (!when) return { before: String(trigger[3]) }
  const id = String(first('uid')?.[3] ?? '')
  const [every, snoozedUntil, firedAt] = [own('every'), own('snoozed-until'), own('fired')]
  const past = momentOf(when, times)
  return {
    ...(isUuid(id) && { id: id.toLowerCase() }),
    ...when,
    ...(every !== undefined && { every }),
    ...(snoozedUntil !== undefined && { snoozedUntil }),
    ...(firedAt !== undefined ? { firedAt } : past && past <= times.now.toISOString() ? { firedAt: past } : {}),
  }
}

type When = { before: string } | { at: string }

function readTrigger(trigger: Property, times: Times): When | undefined {
  const [, { related }, type, value] = trigger
  if (type === 'date-time') {
    const at = readInstant(trigger, times.zones)
    return at === undefined ? undefined : { at }
  }
  const seconds = secondsOf(String(value))
  if (seconds === undefined) return undefined
  const { due, start } = times
  const fromDue = seconds + (String(related).toUpperCase() === 'END' ? 0 : secondsBetween(due, start))
  if (fromDue > 0 && due) return { at: new Date(startOf(due).getTime() + fromDue * 1000).toISOString() }
  const asWritten = /^-(P(?:\d+W|[\dDTHM]+))$/.exec(String(value))?.[1]
  return { before: fromDue === seconds && asWritten ? asWritten : `PT${Math.ceil(-Math.min(fromDue, 0) / 60)}M` }
}

/** When the alarm rings: a moment before the import counts as fired, so that it does not ring now. */
function momentOf(when: When, { due }: Times): string | undefined {
  if ('at' in when) return when.at
  const seconds = secondsOf(when.before)
  return due && seconds !== undefined ? new Date(startOf(due).getTime() - seconds * 1000).toISOString() : undefined
}

const startOf = ({ date, time, zone }: Due): Date => instantOf(date, time ?? '00:00', zone)

const secondsBetween = (due: Due | undefined, start: Due | undefined): number =>
  due && start ? (startOf(start).getTime() - startOf(due).getTime()) / 1000 : 0

/** The seconds of a duration of RFC 5545, which may be negative. */
export function secondsOf(duration: string): number | undefined {
  const [all, sign, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] =
    /^([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/.exec(duration) ?? []
  if (all === undefined || all.endsWith('P') || all.endsWith('T')) return undefined
  const whole =
    (((Number(weeks) * 7 + Number(days)) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  return sign === '-' ? -whole : whole
}
