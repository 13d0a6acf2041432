import type { Fault } from '../../kit/core/refusal.ts'

/** Why this reminder would never come. */
export function reminderFault(
  reminder: { at: string } | { before: string },
  due: object | null,
  now: Date,
  path: string,
): Fault | undefined {
  if ('before' in reminder && !due) return { path: `${path}.before`, message: 'needs a task with a due date' }
  if ('at' in reminder && new Date(reminder.at) <= now) return { path: `${path}.at`, message: 'must be in the future' }
  return undefined
}
