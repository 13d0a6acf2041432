import { afterQuietHours, type QuietHours } from '../domain/quiet-hours.ts'
import { minutesOf, mostTimes, type Reminder } from '../domain/reminder.ts'
import { type Moment, momentsOf } from '../domain/reminder-moments.ts'
import type { Task } from '../domain/task.ts'

/** What is known of a person. Who never said anything has no zone. */
export interface Habits {
  zone?: string | undefined
  morning: string
  quietHours: QuietHours | null
}

/** How a reminder stands: `at` is when it fires, or should have. */
export interface Standing {
  state: 'armed' | 'fired' | 'passed'
  moment: Date
  key: string
  target: Date
  at: Date
  times: number
  firedKey: string | null
  firedFor: Date | null
}

export interface Situation {
  reminder: Reminder
  task: Pick<Task, 'due'>
  habits: Habits
  /** When it was set to be like this: what was over by then was never asked for. */
  setAt: Date
}

/**
 * How a reminder stands after a change. What is armed stays armed for the same moment, even where that has moved into the
 * past with the zone of the person; what fired for a moment does not fire for it again; a new moment that was over when
 * it was set has passed.
 */
export function planReminder(situation: Situation, before: Standing | undefined): Standing | undefined {
  const { reminder, task, habits } = situation
  const moments = momentsOf(reminder, task.due, habits)
  const last = moments.at(-1)
  if (!last) return undefined
  for (const moment of moments) {
    if (hasFired(moment, before)) continue
    const target =
      isArmedFor(moment, before) || isGivenBack(situation, before) ? moment.at : firstTarget(moment, situation)
    if (target) return standing('armed', moment, target, situation, before, 0)
  }
  if (!hasFired(last, before)) return standing('passed', last, last.at, situation, before, 0)
  const times = before?.times ?? 0
  const again = repetition(last, situation, before, times)
  return again
    ? standing('armed', last, again, situation, before, times)
    : standing('fired', last, before?.target ?? last.at, situation, before, times)
}

/** How a reminder goes on after it has fired: it comes again until the task is done, or at its other moment, or not. */
export function afterFiring(situation: Situation, fired: Standing): Standing | undefined {
  const next = planReminder(situation, { ...fired, state: 'fired', firedKey: fired.key, firedFor: fired.moment })
  return next?.state === 'armed' ? next : undefined
}

/** Quiet hours are asked last: what they postpone is still the same moment. */
function standing(
  state: Standing['state'],
  { key, at: moment }: Moment,
  target: Date,
  { habits, task }: Situation,
  before: Standing | undefined,
  times: number,
): Standing {
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

const hasFired = ({ key, at }: Moment, before: Standing | undefined) =>
  before?.firedFor != null && (before.firedKey === key || at <= before.firedFor)

const isArmedFor = ({ key }: Moment, before: Standing | undefined) => before?.state === 'armed' && before.key === key

/** The snooze was undone that a reminder was waiting for: if its own moment went by meanwhile, it comes now. */
const isGivenBack = ({ reminder }: Situation, before: Standing | undefined) =>
  reminder.snoozedUntil === undefined && before?.state === 'armed' && before.key.startsWith('snoozed ')

/** The moment, unless it was over when it was set: then the first repetition after that, if it has any. */
function firstTarget({ at }: Moment, situation: Situation): Date | undefined {
  const { habits, task, setAt } = situation
  const zone = habits.zone ?? task.due?.zone ?? 'UTC'
  if (at >= setAt || afterQuietHours(at, habits.quietHours, zone) > setAt) return at
  return repetitionAfter(at, situation, setAt)
}

/** The next repetition for a moment that has fired: the one that is armed already, or the first that is still to come. */
function repetition(last: Moment, situation: Situation, before: Standing | undefined, times: number) {
  if (situation.reminder.every === undefined || times >= mostTimes) return undefined
  return isArmedFor(last, before) ? before?.target : repetitionAfter(last.at, situation, situation.setAt)
}

function repetitionAfter(moment: Date, { reminder }: Situation, after: Date): Date | undefined {
  if (reminder.every === undefined) return undefined
  const everyMs = minutesOf(reminder.every) * 60_000
  const number = Math.floor((after.getTime() - moment.getTime()) / everyMs) + 1
  return new Date(moment.getTime() + number * everyMs)
}
