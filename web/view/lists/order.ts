import type { LocalTask } from '../../model/local-task.ts'
import { format } from '../words/spoken.ts'
import { whenDue } from './when-due.ts'

/** The earliest first, without a date last; then what matters more, then what was written down first. */
export function compareDue(a: LocalTask, b: LocalTask): number {
  return (
    order(dueKey(a), dueKey(b)) || order(a.priority, b.priority) || order(a.createdAt, b.createdAt) || order(a.id, b.id)
  )
}

export const compareDone = (a: LocalTask, b: LocalTask): number =>
  order(b.completedAt ?? b.updatedAt, a.completedAt ?? a.updatedAt) || order(a.id, b.id)

const keys = new WeakMap<LocalTask, { zone: string; key: string }>()

/** Within a day what has no time comes after what has one. A sort asks this for each task a dozen times. */
function dueKey(task: LocalTask): string {
  const { zone } = format.peek()
  const known = keys.get(task)
  if (known?.zone === zone) return known.key
  const due = whenDue(task)
  const key = due ? `${due.date} ${due.time ?? '~'}` : '~'
  keys.set(task, { zone, key })
  return key
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
