import { addDays, instantOf } from '../zone.ts'
import type { Day, First } from './calendar.ts'
import { inEvening, type Resolved, resolve } from './clock.ts'
import type { ClockTime } from './meaning.ts'

export interface Now {
  today: Day
  instant: Date
  zone: string
}

export interface Moment {
  date: Day
  time?: string
}

export const isToCome = ({ date, time }: Moment, { today, instant, zone }: Now): boolean =>
  time === undefined ? date >= today : instantOf(date, time, zone) > instant

const at = (date: Day, { time, nextDay }: Resolved): Moment => ({ date: nextDay ? addDays(date, 1) : date, time })

/** A time alone is the next one on the clock: today's if it is still to come, else tomorrow's. */
export function nextTime(time: ClockTime, now: Now): Moment {
  const found = resolve(time)
  const days = [now.today, addDays(now.today, 1)]
  return (
    days.map(date => ({ date, time: found.time })).find(moment => isToCome(moment, now)) ??
    at(addDays(now.today, 1), found)
  )
}

/**
 * The first day that a date can mean at which that time is still to come. Where only today will do and the time has
 * passed, an hour without am or pm is the evening one; nothing if that has passed, too.
 */
export function nextOn(first: First, time: ClockTime, now: Now): Moment | undefined {
  const found = resolve(time)
  const date = first(now.today)
  if (date === undefined) return undefined
  if (isToCome(at(date, found), now)) return at(date, found)
  const later = first(addDays(date, 1))
  if (later !== undefined) return at(later, found)
  const evening = inEvening(time)
  return evening && isToCome(at(date, evening), now) ? at(date, evening) : undefined
}
