import type { LocalTask } from '../../model/local-task.ts'
import { whenDue } from './when-due.ts'

/** The earliest first, without a date last; then what matters more, then what was written down first. */
export function compareDue(a: LocalTask, b: LocalTask): number {
  return (
    order(dueKey(a), dueKey(b)) || order(a.priority, b.priority) || order(a.createdAt, b.createdAt) || order(a.id, b.id)
  )
}

export const compareDone = (a: LocalTask, b: LocalTask): number =>
  order(b.completedAt ?? b.updatedAt, a.completedAt ?? a.updatedAt) || order(a.id, b.id)

/** Within a day what has no time comes after what has one. */
function dueKey(task: LocalTask): string {
  const due = whenDue(task)
  return due ? `${due.date} ${due.time ?? '~'}` : '~'
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
