import type { Due } from './due.ts'
import { DAY_MINUTES } from './limits.ts'
import { minutesOf, type Reminder } from './reminder.ts'
import { addDays, instantOf } from './zone.ts'

const minuteMs = 60_000

/** The person's settings that decide when a reminder comes. Without a zone here, the zone of the task counts. */
export interface Habits {
  zone?: string | undefined
  /** When a day begins for reminders of tasks that are due on a date without a time. */
  morning: string
}

/** A moment at which a reminder should come. `key` names its origin, and stays the same while the person travels. */
export interface Moment {
  key: string
  at: Date
}

/**
 * The moments at which a reminder should come, the earliest first: the end of its snooze, and its own moment if that is
 * later. A reminder before a due date has no moment when the task has no due date.
 */
export function momentsOf(reminder: Reminder, due: Due | null, habits: Habits): Moment[] {
  const own = ownMoment(reminder, due, habits)
  if (reminder.snoozedUntil === undefined) return own ? [own] : []
  const snoozed = { key: `snoozed ${reminder.snoozedUntil}`, at: new Date(reminder.snoozedUntil) }
  return own && own.at > snoozed.at ? [snoozed, own] : [snoozed]
}

/**
 * "A day before" is the same local time on the day before, and not 24 hours: clocks may change in between. A date
 * without a time is a date in the zone of the person.
 */
function ownMoment(reminder: Reminder, due: Due | null, { zone, morning }: Habits): Moment | undefined {
  if ('at' in reminder) return { key: `at ${reminder.at}`, at: new Date(reminder.at) }
  if (!due) return undefined
  const minutesOfDays = minutesOf(reminder.before.split('T')[0] ?? '')
  const minutes = minutesOf(reminder.before) - minutesOfDays
  const date = addDays(due.date, -minutesOfDays / DAY_MINUTES)
  const [time, where] = due.time === undefined ? [morning, zone ?? due.zone] : [due.time, due.zone]
  return {
    key: `${reminder.before} before ${due.date} ${due.time === undefined ? 'morning' : `${time} ${where}`}`,
    at: new Date(instantOf(date, time, where).getTime() - minutes * minuteMs),
  }
}
