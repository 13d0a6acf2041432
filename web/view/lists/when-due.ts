import type { LocalTask } from '../../model/local-task.ts'
import { format } from '../words/spoken.ts'

/** The day and time at which a task is due on the person's own calendar: a time is meant in the zone of the task. */
export function whenDue(task: Pick<LocalTask, 'due' | 'dueAt'>): { date: string; time?: string } | null {
  if (!task.due) return null
  if (task.dueAt === null) return { date: task.due.date }
  return localAt(task.dueAt)
}

const kept = new Map<string, { date: string; time: string }>()
let keptFor = ''

/** Lists ask this for thousands of tasks at every change. */
function localAt(instant: string): { date: string; time: string } {
  const { zone, localOf } = format.peek()
  if (keptFor !== zone || kept.size > 50_000) kept.clear()
  keptFor = zone
  const known = kept.get(instant)
  if (known) return known
  const { date, time = '' } = localOf(instant)
  const local = { date, time }
  kept.set(instant, local)
  return local
}

export function isLate(task: Pick<LocalTask, 'due' | 'dueAt' | 'status'>, now: Date, today: string): boolean {
  if (!task.due || task.status === 'done') return false
  return task.dueAt === null ? task.due.date < today : Date.parse(task.dueAt) < now.getTime()
}
