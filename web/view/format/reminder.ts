import { minutesOf, type Reminder } from '../../../functions/domain/reminder.ts'
import type { Words } from '../words/en.ts'
import type { Format } from './format.ts'

/** The reminders offered for choice, the usual ones first. */
export const choices = ['PT0M', 'PT10M', 'PT30M', 'PT1H', 'P1D', 'P1W'] as const

/** "30 minutes before". */
export function beforeInWords(before: string, w: Words, f: Format, hasTime = true): string {
  const minutes = minutesOf(before)
  const { editor } = w
  if (minutes === 0) return hasTime ? editor.atTime : editor.morningOf
  const [unit, size] = unitOf(minutes)
  const n = minutes / size
  return editor.before[unit](n, f.number(n))
}

export function inWords(reminder: Reminder, w: Words, f: Format, hasTime = true): string {
  return 'at' in reminder ? f.moment(reminder.at) : beforeInWords(reminder.before, w, f, hasTime)
}

/** The next reminder that has not fired: the earliest before the due date. */
export function nextReminder(reminders: readonly Reminder[]): Reminder | undefined {
  const pending = reminders.filter(reminder => reminder.firedAt === undefined || reminder.snoozedUntil !== undefined)
  const before = (reminder: Reminder) => ('before' in reminder ? minutesOf(reminder.before) : 0)
  return pending.toSorted((a, b) => before(b) - before(a))[0]
}

function unitOf(minutes: number): ['minutes' | 'hours' | 'days' | 'weeks', number] {
  if (minutes % 10_080 === 0) return ['weeks', 10_080]
  if (minutes % 1_440 === 0) return ['days', 1_440]
  return minutes % 60 === 0 ? ['hours', 60] : ['minutes', 1]
}
