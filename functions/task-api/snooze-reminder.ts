import * as v from 'valibot'
import { taskUpdated } from '../domain/events/task-events.ts'
import { Instant } from '../domain/instant.ts'
import { reminderNotFound } from '../domain/problems.ts'
import type { Reminder } from '../domain/reminder.ts'
import type { Task } from '../domain/task.ts'
import { addDays, instantOf, localAt } from '../domain/zone.ts'
import { invalidRequest } from '../kit/core/problems.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import { closed } from '../kit/core/schema.ts'
import { changeTask } from './change-task.ts'
import { findProfile, type Profile } from './identity/profile.ts'
import type { Work } from './work.ts'

export const Snooze = v.union([
  closed({ minutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(366 * 24 * 60)) }),
  closed({ until: Instant }),
  /** When tomorrow begins for this person, where they are. */
  closed({ until: v.literal('tomorrow-morning') }),
])
export type Snooze = v.InferOutput<typeof Snooze>

/** The reminder comes again then; snoozing into the past would never fire, so it is refused. */
export async function snoozeReminder(
  work: Work,
  id: string,
  reminderId: string,
  snooze: Snooze,
): Promise<Task | Refusal> {
  const until = untilOf(snooze, work.now, await findProfile(work.tx, work.caller.userId))
  if (until <= work.now)
    return refuse(invalidRequest, { errors: [{ path: 'until', message: 'must be in the future' }] })
  return changeReminder(work, id, reminderId, reminder => ({ ...reminder, snoozedUntil: until.toISOString() }))
}

/** The reminder is as if it had never been snoozed: where its own moment went by meanwhile, it comes at once. */
export const endSnooze = (work: Work, id: string, reminderId: string): Promise<Task | Refusal> =>
  changeReminder(work, id, reminderId, ({ snoozedUntil: _, ...reminder }) => reminder as Reminder)

function untilOf(snooze: Snooze, now: Date, { zone, morning }: Profile): Date {
  if ('minutes' in snooze) return new Date(now.getTime() + snooze.minutes * 60_000)
  if (snooze.until !== 'tomorrow-morning') return new Date(snooze.until)
  return instantOf(addDays(localAt(now, zone).date, 1), morning, zone)
}

const changeReminder = (work: Work, id: string, reminderId: string, change: (reminder: Reminder) => Reminder) =>
  changeTask(work, id, { event: taskUpdated }, task =>
    task.reminders.some(reminder => reminder.id === reminderId)
      ? { ...task, reminders: task.reminders.map(one => (one.id === reminderId ? change(one) : one)) }
      : refuse(reminderNotFound),
  )
