import { USUAL_MORNING } from '../limits.ts'
import { addDays, instantOf } from '../zone.ts'
import type { Day, First } from './calendar.ts'
import type { Groups, Of } from './groups.ts'
import type { Chosen, ClockTime, DayPart, Found } from './meaning.ts'

export interface Now {
  today: Day
  instant: Date
  zone: string
}

export interface Moment {
  date: Day
  time?: string
}

/** The time of a part of the day without an hour. */
const usual: Record<DayPart, string> = {
  morning: USUAL_MORNING,
  afternoon: '15:00',
  lateAfternoon: '16:00',
  evening: '18:00',
  night: '21:00',
}

const shown = (hour: number, minute: number) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`

/** The hour that is meant in a part of the day. The night goes on after midnight, on the next date. */
function inPart(hour: number, part: DayPart): { hour: number; nextDay?: boolean } {
  if (hour > 12 || hour === 0) return { hour }
  if (part === 'morning') return { hour }
  if (part === 'night') return hour === 12 || hour < 5 ? { hour: hour % 12, nextDay: true } : { hour: hour + 12 }
  if (hour === 12) return part === 'evening' ? { hour: 0, nextDay: true } : { hour }
  return { hour: part === 'afternoon' && hour === 11 ? 11 : hour + 12 }
}

/** Without am or pm, one to six are in the afternoon and seven to twelve in the day: nobody plans for five at night. */
const awake = (hour: number) => (hour >= 1 && hour <= 6 ? hour + 12 : hour)

interface Resolved {
  time: string
  nextDay: boolean
}

export function resolve({ hour, minute = 0, open, part, nextDay = false }: ClockTime): Resolved {
  if (hour === undefined) return { time: usual[part ?? 'morning'], nextDay: false }
  if (!open) return { time: shown(hour, minute), nextDay }
  if (part) {
    const found = inPart(hour, part)
    return { time: shown(found.hour, minute), nextDay: found.nextDay ?? false }
  }
  return { time: shown(awake(hour), minute), nextDay }
}

/** The same hour in the evening, when the text has neither am nor pm. */
function inEvening({ hour, minute = 0, open, part }: ClockTime): Resolved | undefined {
  if (hour === undefined || !open || part || awake(hour) >= 12) return undefined
  return { time: shown(hour + 12, minute), nextDay: false }
}

/** 5, 5:30, 5.30 pm, 17:00; undefined when no clock shows it. A leading zero means a clock of 24 hours. */
export function readClock(hourText: string, minuteText?: string, half?: string): ClockTime | undefined {
  const hour = Number(hourText)
  const minute = minuteText === undefined ? 0 : Number(minuteText)
  if (!Number.isInteger(hour) || hour > 23 || minute > 59) return undefined
  if (half) {
    if (hour < 1 || hour > 12) return undefined
    return { hour: (hour % 12) + (half.startsWith('p') ? 12 : 0), minute }
  }
  return hour === 0 || hour > 12 || hourText.startsWith('0') ? { hour, minute } : { hour, minute, open: true }
}

/** Half past, a quarter to: minutes after the hour, or before it when negative. */
export function shifted(hour: number, minutes: number, open = true): ClockTime | undefined {
  if (hour < 1 || hour > 12) return undefined
  if (minutes >= 0) return { hour, minute: minutes, open }
  return { hour: hour === 1 ? 12 : hour - 1, minute: 60 + minutes, open }
}

export const isToCome = ({ date, time }: Moment, { today, instant, zone }: Now): boolean =>
  time === undefined ? date >= today : instantOf(date, time, zone) > instant

const at = (date: Day, { time, nextDay }: Resolved): Moment => ({ date: nextDay ? addDays(date, 1) : date, time })

/** A time alone is today if it is still ahead, otherwise tomorrow. */
export function nextTime(time: ClockTime, now: Now): Moment {
  const found = resolve(time)
  const days = [now.today, addDays(now.today, 1)]
  return (
    days.map(date => ({ date, time: found.time })).find(moment => isToCome(moment, now)) ??
    at(addDays(now.today, 1), found)
  )
}

/**
 * The first day that a date can mean on which that time is still ahead. When only today is possible and the time has
 * passed, an hour without am or pm moves to the evening; undefined if that has passed too.
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

interface Clock {
  time: ClockTime
  chosen: Chosen[]
  /** "at 8am and 8pm": all times of day of a repetition, the first one included. */
  times: string[]
}

const timeSpan = (start: number, end: number): Chosen => ({ start, end, kind: 'time' })

/**
 * The hour nearest to the date; of several hours with an "and" between them, the first. A part of the day decides between
 * morning and evening.
 */
export function clockOf(groups: Groups, beside: readonly Found[], own: ClockTime | undefined): Clock | undefined {
  const distance = ({ start, end }: Found) =>
    Math.min(...beside.map(other => Math.max(other.start - end, start - other.end, 0)), Number.POSITIVE_INFINITY)
  const hours = groups.times.filter(({ meaning }) => meaning.time.hour !== undefined)
  const part = groups.times.find(({ meaning }) => meaning.time.hour === undefined)
  const [nearest] = beside.length ? hours.toSorted((a, b) => distance(a) - distance(b)) : hours
  const hour = nearest && (runWith(groups, nearest.start)[0] ?? nearest)
  const vague = part?.meaning.time.part ?? own?.part
  if (hour) {
    const time = hour.meaning.time.part || !vague ? hour.meaning.time : { ...hour.meaning.time, part: vague }
    const parts = part ? [timeSpan(part.start, part.end)] : []
    return { time, chosen: [timeSpan(hour.start, hour.end), ...parts], times: [resolve(time).time] }
  }
  if (own?.hour !== undefined) return { time: own, chosen: [], times: [resolve(own).time] }
  const time = part?.meaning.time ?? own
  return time && { time, chosen: part ? [timeSpan(part.start, part.end)] : [], times: [resolve(time).time] }
}

/** The same with all times that an "and" joins to it. A rule can have them only if they differ in the hour alone. */
export function clocksOf(groups: Groups, beside: readonly Found[], own: ClockTime | undefined): Clock | undefined {
  const clock = clockOf(groups, beside, own)
  const [chosen] = clock?.chosen ?? []
  const run = chosen ? runWith(groups, chosen.start) : []
  const [first, last] = [run[0], run.at(-1)]
  if (!clock || !first || !last || run.length < 2) return clock
  const times = [...new Set(run.map(({ meaning }) => resolve(meaning.time).time))].sort()
  if (new Set(times.map(time => time.slice(3))).size > 1) return clock
  const others = clock.chosen.filter(({ start }) => start < first.start || start >= last.end)
  return { time: first.meaning.time, chosen: [timeSpan(first.start, last.end), ...others], times }
}

function runWith(groups: Groups, start: number): Of<'time'>[] {
  let run: Of<'time'>[] = []
  for (const time of groups.times) {
    const previous = run.at(-1)
    if (previous && groups.joined(previous, time)) run.push(time)
    else if (run.some(found => found.start === start)) break
    else run = [time]
  }
  return run.some(found => found.start === start) ? run : []
}
