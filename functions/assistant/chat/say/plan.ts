import type { ShownTask } from './shown.ts'
import type { Words } from './words.ts'

/** Urgent before late, late before today; a task with a time at its place in the day. */
export const inOrderOfPlan = (tasks: readonly ShownTask[]): ShownTask[] =>
  tasks.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)))

const keyOf = ({ priority = 'P4', due }: ShownTask) =>
  `${priority === 'P1' ? 0 : 1} ${due?.date ?? '9999'} ${priority} ${due?.time ?? '99:99'}`

/** Each task with the reasons for its place. */
export const withReasons = (
  tasks: readonly ShownTask[],
  today: string,
  words: Words,
): (ShownTask & { reason: string })[] =>
  tasks.map(task => {
    const { due, priority } = task
    const late = due ? Math.round((Date.parse(today) - Date.parse(due.date)) / 86_400_000) : 0
    const reasons = [
      ...(late > 0 ? [words.reasons.overdue(late)] : due ? [words.reasons.today(due.time)] : []),
      ...(priority && priority !== 'P4' ? [words.reasons.priority(words.priorities[priority])] : []),
    ]
    return { ...task, reason: reasons.join(', ') }
  })
