import * as v from 'valibot'
import { type Refusal, refuse } from '../shared/runtime/problem.ts'
import { Instant } from '../shared/task/instant.ts'
import type { Task } from '../shared/task/task.ts'
import { closed } from '../shared/task/text.ts'
import { changeTask } from './change-task.ts'
import type { Work } from './work.ts'

export const Snooze = v.union([
  closed({ minutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(366 * 24 * 60)) }),
  closed({ until: Instant }),
])
export type Snooze = v.InferOutput<typeof Snooze>

/** The reminder comes again then; snoozing into the past would never fire, so it is refused. */
export const snoozeReminder = (work: Work, id: string, reminderId: string, snooze: Snooze): Promise<Task | Refusal> =>
  changeTask(work, id, { event: 'updated' }, task => {
    if (!task.reminders.some(reminder => reminder.id === reminderId)) return refuse('reminder-not-found')
    const until = 'until' in snooze ? new Date(snooze.until) : new Date(work.now.getTime() + snooze.minutes * 60_000)
    if (until <= work.now)
      return refuse('invalid-request', { errors: [{ path: 'until', message: 'must be in the future' }] })
    const reminders = task.reminders.map(reminder =>
      reminder.id === reminderId ? { ...reminder, snoozedUntil: until.toISOString() } : reminder,
    )
    return { ...task, reminders }
  })
