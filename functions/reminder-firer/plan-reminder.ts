import { afterQuietHours, type QuietHours } from '../domain/quiet-hours.ts'
import { minutesOf, mostTimes, type Reminder } from '../domain/reminder.ts'
import { type Moment, momentsOf } from '../domain/reminder-moments.ts'
import type { Task } from '../domain/task.ts'

/** The settings of a person. A person without a profile has no zone. */
export interface Habits {
  zone?: string | undefined
  morning: string
  quietHours: QuietHours | null
}

/** The state of a reminder: `at` is when it fires, or should have fired. */
export interface Plan {
  state: 'armed' | 'fired' | 'passed'
  moment: Date
  key: string
  target: Date
  at: Date
  times: number
  firedKey: string | null
  firedFor: Date | null
}

interface Situation {
  reminder: Reminder
  task: Pick<Task, 'due'>
  habits: Habits
  /** When it was set: moments before that never fire. */
  setAt: Date
}

/**
 * The state of a reminder after a change. An armed reminder stays armed for its moment, also when a change of zone moves
 * that into the past. It never fires twice for one moment. A new moment that was over when it was set has passed.
 */
export function planReminder(situation: Situation, before: Plan | undefined): Plan | undefined {
  const { reminder, task, habits } = situation
  const moments = momentsOf(reminder, task.due, habits)
  const last = moments.at(-1)
  if (!last) return undefined
  for (const moment of moments) {
    if (hasFired(moment, before)) continue
    const target =
      isArmedFor(moment, before) || snoozeWasUndone(situation, before) ? moment.at : firstTarget(moment, situation)
    if (target) return plan('armed', moment, target, situation, before, 0)
  }
  if (!hasFired(last, before)) return plan('passed', last, last.at, situation, before, 0)
  const times = before?.times ?? 0
  const again = repetition(last, situation, before, times)
  return again
    ? plan('armed', last, again, situation, before, times)
    : plan('fired', last, before?.target ?? last.at, situation, before, times)
}

/** The next state of a reminder that has fired: a repetition, or its other moment, or none. */
export function afterFiring(situation: Situation, fired: Plan): Plan | undefined {
  const next = planReminder(situation, { ...fired, state: 'fired', firedKey: fired.key, firedFor: fired.moment })
  return next?.state === 'armed' ? next : undefined
}

/** Quiet hours apply last: they postpone a reminder without changing its moment. */
function plan(
  state: Plan['state'],
  { key, at: moment }: Moment,
  target: Date,
  { habits, task }: Situation,
  before: Plan | undefined,
  times: number,
): Plan {
  const zone = habits.zone ?? task.due?.zone ?? 'UTC'
  return {
    state,
    moment,
    key,
    target,
    at: state === 'armed' ? afterQuietHours(target, habits.quietHours, zone) : (before?.at ?? target),
    times,
    firedKey: before?.firedKey ?? null,
    firedFor: before?.firedFor ?? null,
  }
}

const hasFired = ({ key, at }: Moment, before: Plan | undefined) =>
  before?.firedFor != null && (before.firedKey === key || at <= before.firedFor)

const isArmedFor = ({ key }: Moment, before: Plan | undefined) => before?.state === 'armed' && before.key === key

/** Somebody undid the snooze of an armed reminder: if its own moment is over meanwhile, it fires now. */
const snoozeWasUndone = ({ reminder }: Situation, before: Plan | undefined) =>
  reminder.snoozedUntil === undefined && before?.state === 'armed' && before.key.startsWith('snoozed ')

/** The moment, or the first repetition after `setAt` if the moment was over then. */
function firstTarget({ at }: Moment, situation: Situation): Date | undefined {
  const { habits, task, setAt } = situation
  const zone = habits.zone ?? task.due?.zone ?? 'UTC'
  if (at >= setAt || afterQuietHours(at, habits.quietHours, zone) > setAt) return at
  return repetitionAfter(at, situation, setAt)
}

/** The next repetition of a moment that has fired: the one that is armed already, or the first after `setAt`. */
function repetition(last: Moment, situation: Situation, before: Plan | undefined, times: number) {
  if (situation.reminder.every === undefined || times >= mostTimes) return undefined
  return isArmedFor(last, before) ? before?.target : repetitionAfter(last.at, situation, situation.setAt)
}

function repetitionAfter(moment: Date, { reminder }: Situation, after: Date): Date | undefined {
  if (reminder.every === undefined) return undefined
  const everyMs = minutesOf(reminder.every) * 60_000
  const number = Math.floor((after.getTime() - moment.getTime()) / everyMs) + 1
  return new Date(moment.getTime() + number * everyMs)
}
