import { v5 as derivedId } from 'uuid'
import { type Due, dueAt } from './due.ts'
import { nextOccurrence } from './recurrence/series.ts'
import type { Reminder } from './reminder.ts'
import type { NewTask, Task } from './task.ts'
import { startOfDay } from './zone.ts'

const namespace = '5d0e1c1a-7c56-4d0b-9a53-0c6f3f0f6f0e'

/** When a task was completed or skipped. A task that is reopened and completed again gets another successor. */
export const leftAt = (task: Task): string | null => task.completedAt ?? task.skippedAt ?? null

/** The id of the next task in the series. It is derived, so every redelivery and every device gets the same id. */
export const successorId = (task: Task): string | undefined => {
  const at = leftAt(task)
  return task.repeat && at ? derivedId(`${task.id} ${at}`, namespace) : undefined
}

/** The next task of the series, with the fields that it takes over. Undefined when the series has ended. */
export function nextTask(left: Task): (NewTask & { id: string }) | undefined {
  const [id, at] = [successorId(left), leftAt(left)]
  if (!id || !at || !left.repeat || !left.due) return undefined
  const { due } = left
  const { rule, from, start } = left.repeat
  const series = { rule, from, start, occurrence: left.occurrence, due }
  const next = nextOccurrence(series, { at: new Date(at), skipped: left.skippedAt !== undefined })
  if ('ended' in next) return undefined
  return {
    id,
    title: left.title,
    notes: left.notes,
    priority: left.priority,
    tags: left.tags,
    due: next.due,
    repeat: { rule, from, start, ...(next.missed && { missed: next.missed }) },
    reminders: left.reminders.map((reminder, i) => carried(reminder, due, next.due, derivedId(String(i), id))),
    seriesId: left.seriesId,
    occurrence: next.occurrence,
  }
}

/** The next task takes over neither a snooze nor `firedAt`. A reminder at a fixed moment keeps its distance to the due date. */
function carried(reminder: Reminder, left: Due, next: Due, id: string): Reminder {
  const every = reminder.every !== undefined && { every: reminder.every }
  if ('before' in reminder) return { id, before: reminder.before, ...every }
  const moved = Date.parse(reminder.at) - moment(left) + moment(next)
  return { id, at: new Date(moved).toISOString(), ...every }
}

const moment = (due: Due): number => Date.parse(dueAt(due) ?? startOfDay(due.date, due.zone).toISOString())
