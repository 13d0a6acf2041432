import type { LocalTask } from './local-task.ts'
import { whenDue } from './when-due.ts'

type Compare = (a: LocalTask, b: LocalTask) => number

/** The earliest due first, on the calendar of a zone; without a date last. Then by priority, then by creation. */
export const compareDue =
  (zone: string): Compare =>
  (a, b) =>
    order(dueKey(a, zone), dueKey(b, zone)) ||
    order(a.priority, b.priority) ||
    order(a.createdAt, b.createdAt) ||
    order(a.id, b.id)

export const compareDone: Compare = (a, b) =>
  order(b.completedAt ?? b.updatedAt, a.completedAt ?? a.updatedAt) || order(a.id, b.id)

const keys = new WeakMap<LocalTask, { zone: string; key: string }>()

/** Within a day tasks without a time come last. Cached: a sort asks this a dozen times for each task. */
function dueKey(task: LocalTask, zone: string): string {
  const known = keys.get(task)
  if (known?.zone === zone) return known.key
  const due = whenDue(task, zone)
  const key = due ? `${due.date} ${due.time ?? '~'}` : '~'
  keys.set(task, { zone, key })
  return key
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
