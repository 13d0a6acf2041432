import { settled, withIds } from './create.ts'
import type { Task, TaskPatch } from './task.ts'

/** The task after a merge patch. `due` and `repeat` may lack parts: their schemas name those afterwards. */
export function applyPatch(task: Task, patch: TaskPatch, newId: () => string): Task {
  const due = merged(task.due, patch.due) as Task['due']
  const repeat = due && (merged(task.repeat, patch.repeat) as Task['repeat'])
  const restarts = repeat !== null && seriesRestarts(task, patch)
  return {
    ...task,
    ...(patch.title !== undefined && { title: patch.title }),
    ...(patch.notes !== undefined && { notes: patch.notes ?? '' }),
    ...(patch.priority !== undefined && { priority: patch.priority ?? 'P4' }),
    ...(patch.tags !== undefined && { tags: patch.tags ?? [] }),
    ...(patch.reminders !== undefined && { reminders: withIds(patch.reminders ?? [], newId) }),
    due,
    repeat: repeat && {
      ...repeat,
      from: repeat.from ?? 'due',
      start: restarts ? (patch.repeat?.start ?? due) : repeat.start,
    },
    occurrence: restarts ? 1 : task.occurrence,
  }
}

/**
 * A new date for one occurrence does not move its series. The series starts again at this occurrence when the patch
 * changes the repetition: another rule, or a date together with the rule.
 */
function seriesRestarts(task: Task, { due, repeat }: TaskPatch): boolean {
  if (!repeat) return false
  const anotherRule = repeat.rule !== undefined && repeat.rule !== task.repeat?.rule
  return !task.repeat || anotherRule || due !== undefined || repeat.start !== undefined
}

function merged(before: object | null, patch: object | null | undefined): object | null {
  if (patch === undefined) return before
  if (patch === null) return null
  const all = { ...before, ...patch }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
}

/** The names of the fields that differ, in the order of the task. */
export const changedFields = (before: Task, after: Task): string[] =>
  (Object.keys({ ...before, ...after }) as (keyof Task)[]).filter(
    field => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )

/** The changed task as its next version. */
export const asNextVersion = (before: Task, after: Task, now: Date): Task => ({
  ...settled(after),
  version: before.version + 1,
  updatedAt: now.toISOString(),
})
