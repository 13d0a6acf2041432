import { type Due, dueAt } from './due.ts'
import { keptRule } from './recurrence/from-start.ts'
import type { Reminder } from './reminder.ts'
import type { NewTask, Task } from './task.ts'

/** A new task with all its fields. `newId` makes the ids that the input leaves out. */
export function create(input: NewTask, now: Date, newId: () => string): Task {
  const { due } = input
  const id = input.id ?? newId()
  return settled({
    id,
    version: 1,
    title: input.title,
    notes: input.notes,
    status: 'open',
    priority: input.priority,
    tags: input.tags,
    due,
    dueAt: null,
    repeat: input.repeat && due ? { start: due, ...input.repeat } : null,
    seriesId: input.seriesId ?? id,
    occurrence: input.occurrence,
    reminders: withIds(input.reminders ?? [], newId),
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    completedAt: null,
  })
}

/** The task with the fields that follow from others: the instant at which it is due, and the end of its series. */
export const settled = (task: Task): Task => ({
  ...task,
  dueAt: instantDue(task.due),
  repeat: task.repeat && { ...task.repeat, rule: keptRule(task.repeat.rule, task.repeat.start) },
})

export const instantDue = (due: Due | null): string | null => (due ? (dueAt(due) ?? null) : null)

export const withIds = (reminders: Reminder[], newId: () => string): Reminder[] =>
  reminders.map(reminder => ({ ...reminder, id: reminder.id ?? newId() }))
