import { minutesOf } from '../reminder.ts'
import { instantOf } from '../zone.ts'
import { resolve } from './clock.ts'
import type { Groups } from './groups.ts'
import type { Chosen, ClockTime, DateMeaning } from './meaning.ts'
import { isToCome, type Moment, type Now, nextOn, nextTime } from './moment.ts'
import type { Draft } from './parse.ts'

const MAX_REMINDERS = 20
const YEAR_MINUTES = 366 * 24 * 60

/** Every reminder once, as many as a task may have; one that would have been in the past stays text. */
export function remindersOf(
  { reminders, bounds, asked }: Groups,
  due: Moment | undefined,
  now: Now,
): { list: NonNullable<Draft['reminders']>; chosen: Chosen[] } {
  const list = new Map<string, { before: string } | { at: string }>()
  const chosen: Chosen[] = []
  const add = (at: { start: number; end: number }, reminder: { before: string } | { at: string } | undefined) => {
    const key = JSON.stringify(reminder)
    if (!reminder || (list.size === MAX_REMINDERS && !list.has(key))) return
    list.set(key, reminder)
    chosen.push({ start: at.start, end: at.end, kind: 'reminder' })
  }
  for (const { start, end, meaning } of reminders) {
    if ('time' in meaning) add({ start, end }, remindAt(undefined, meaning.time, due, now))
    else if (minutesOf(meaning.before) <= YEAR_MINUTES) add({ start, end }, { before: meaning.before })
  }
  for (const bound of bounds)
    if (bound.lead === 'remind') add(bound, remindAt(bound.date, bound.time ?? bound.date?.time, due, now))
  for (const span of due ? asked.slice(0, 1) : []) {
    if (!list.size) add(span, due?.time ? { before: 'PT0M' } : remindAt(undefined, undefined, due, now))
    else chosen.push({ start: span.start, end: span.end, kind: 'reminder' })
  }
  return { list: [...list.values()], chosen }
}

/** Without a date of its own it is on the day of the task; without a time, in the morning. */
function remindAt(date: DateMeaning | undefined, said: ClockTime | undefined, due: Moment | undefined, now: Now) {
  const time: ClockTime = said ?? { part: 'morning' }
  const onDueDate = due && { date: due.date, time: resolve(time).time }
  const moment = date ? nextOn(date.first, time, now) : (onDueDate ?? nextTime(time, now))
  if (moment?.time === undefined || !isToCome(moment, now)) return undefined
  return { at: instantOf(moment.date, moment.time, now.zone).toISOString() }
}
