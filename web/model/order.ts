import type { LocalTask } from './local-task.ts'
import { whenDue } from './when-due.ts'

type Compare = (a: LocalTask, b: LocalTask) => number

/**
 * The earliest first on the calendar of a zone, without a date last; then what matters more, then what was written down
 * first.
 */
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

/** Within a day what has no time comes after what has one. A sort asks this for each task a dozen times. */
function dueKey(task: LocalTask, zone: string): string {
  const known = keys.get(task)
  if (known?.zone === zone) return known.key
  const due = whenDue(task, zone)
  const key = due ? `${due.date} ${due.time ?? '~'}` : '~'
  keys.set(task, { zone, key })
  return key
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
