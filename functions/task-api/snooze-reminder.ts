import * as v from 'valibot'
import { taskUpdated } from '../domain/events/task-events.ts'
import { Instant } from '../domain/instant.ts'
import { reminderNotFound, taskDeleted, taskNotFound } from '../domain/problems.ts'
import type { Reminder } from '../domain/reminder.ts'
import { Id, type Task } from '../domain/task.ts'
import { addDays, instantOf, localAt } from '../domain/zone.ts'
import { invalidRequest } from '../kit/core/problems.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import { closed } from '../kit/core/schema.ts'
import { route } from '../kit/http/api.ts'
import { changeTask } from './change-task.ts'
import { findProfile, type Profile } from './identity/profile.ts'
import { oneTaskChanges, taskAnswer } from './task-route.ts'
import { inWork, type Work, type WorkDeps } from './work.ts'

const Snooze = v.union([
  closed({ minutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(366 * 24 * 60)) }),
  closed({ until: Instant }),
  /** The morning in the profile, in the zone of the person. */
  closed({ until: v.literal('tomorrow-morning') }),
])
type Snooze = v.InferOutput<typeof Snooze>

/** Fires the reminder again at a later time. A time in the past would never fire, so it is refused. */
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

/** Undoes a snooze. A reminder whose own time has passed meanwhile fires at once. */
const endSnooze = (work: Work, id: string, reminderId: string): Promise<Task | Refusal> =>
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

const snoozeAddress = {
  ...oneTaskChanges,
  path: '/api/tasks/{id}/reminders/{rid}/snooze',
  params: closed({ id: Id, rid: v.pipe(v.string(), v.uuid('must be a UUID'), v.toLowerCase()) }),
  ifMatch: false,
  refusals: [taskNotFound, taskDeleted, reminderNotFound],
} as const

export const snoozeRoutes = [
  route(
    {
      ...snoozeAddress,
      method: 'post',
      id: 'snoozeReminder',
      summary: 'Snooze a reminder',
      body: Snooze,
      idempotent: true,
    },
    (deps: WorkDeps, { params: { id, rid }, body, ...request }) =>
      inWork(deps, request, async work => taskAnswer(await snoozeReminder(work, id, rid, body))),
  ),
  route(
    { ...snoozeAddress, method: 'delete', id: 'endSnooze', summary: 'Undo a snooze' },
    (deps: WorkDeps, { params: { id, rid }, ...request }) =>
      inWork(deps, request, async work => taskAnswer(await endSnooze(work, id, rid))),
  ),
]
