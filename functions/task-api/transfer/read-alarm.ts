import type { Due } from '../../domain/due.ts'
import { instantOf } from '../../domain/zone.ts'
import type { Component, Property } from './ical.ts'
import { readInstant, type Zones } from './read-moment.ts'

export interface Times {
  due?: Due
  start?: Due
  now: Date
  zones: Zones
}

/** A reminder as it was given, to be checked with the whole task; nothing for an alarm that is none of a time. */
export function readAlarm([, properties]: Component, times: Times): Record<string, unknown> | undefined {
  const first = (name: string) => properties.find(([n]) => n === name)
  const own = (name: string) => first(`x-zerodue-${name}`)?.[3]
  const trigger = first('trigger')
  // Apple's programs keep alarms of places and those that are switched off as alarms with a meaningless time.
  const isOfTime = !first('x-apple-proximity') && String(first('action')?.[3] ?? '').toUpperCase() !== 'NONE'
  if (!trigger || !isOfTime) return undefined

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

/** When it would have rung: what was past when it came here does not ring for it. */
function momentOf(when: When, { due }: Times): string | undefined {
  if ('at' in when) return when.at
  const seconds = secondsOf(when.before)
  return due && seconds !== undefined ? new Date(startOf(due).getTime() - seconds * 1000).toISOString() : undefined
}

const startOf = ({ date, time, zone }: Due): Date => instantOf(date, time ?? '00:00', zone)

const secondsBetween = (due: Due | undefined, start: Due | undefined): number =>
  due && start ? (startOf(start).getTime() - startOf(due).getTime()) / 1000 : 0

/** A duration of RFC 5545, which may be negative. */
export function secondsOf(duration: string): number | undefined {
  const [all, sign, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] =
    /^([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/.exec(duration) ?? []
  if (all === undefined || all.endsWith('P') || all.endsWith('T')) return undefined
  const whole =
    (((Number(weeks) * 7 + Number(days)) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  return sign === '-' ? -whole : whole
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
