import { type Due, dueAt } from './due.ts'
import { checkStart, parseRule } from './recurrence/parse-rule.ts'
import { isRefusal } from './recurrence/rule.ts'
import type { Reminder } from './reminder.ts'
import type { NewTask, Task } from './task.ts'

/** Why a task cannot be as it was asked for. */
export interface Wrong {
  path: string
  message: string
}

/** A new task, complete. `newId` makes the ids that nobody chose. */
export function create(input: NewTask, now: Date, newId: () => string): Task {
  const { due } = input
  const id = input.id ?? newId()
  return {
    id,
    version: 1,
    title: input.title,
    notes: input.notes,
    status: 'open',
    priority: input.priority,
    tags: input.tags,
    due,
    dueAt: instantDue(due),
    repeat: input.repeat && due ? { start: due, ...input.repeat } : null,
    seriesId: input.seriesId ?? id,
    occurrence: input.occurrence,
    reminders: withIds(input.reminders ?? [], newId),
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    completedAt: null,
  }
}

/** What no schema of one field can see. */
export function wrongWith({ due, repeat }: Pick<NewTask, 'due' | 'repeat'>): Wrong | undefined {
  if (!repeat) return undefined
  if (!due) return { path: 'due', message: 'is needed by a task that repeats' }
  const rule = parseRule(repeat.rule)
  const refusal = isRefusal(rule) ? rule : checkStart(rule, repeat.start ?? due)
  return refusal && { path: 'repeat.rule', message: refusal.message }
}

export const instantDue = (due: Due | null): string | null => (due ? (dueAt(due) ?? null) : null)

export const withIds = (reminders: Reminder[], newId: () => string): Reminder[] =>
  reminders.map(reminder => ({ ...reminder, id: reminder.id ?? newId() }))
