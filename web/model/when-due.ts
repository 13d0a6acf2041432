import { localAt } from '../../functions/domain/zone.ts'
import type { LocalTask } from './local-task.ts'

/** The day and time at which a task is due on the person's own calendar: a time is meant in the zone of the task. */
export function whenDue(
  task: Pick<LocalTask, 'due' | 'dueAt'>,
  zone: string,
): { date: string; time?: string | undefined } | null {
  if (!task.due) return null
  if (task.dueAt === null) return { date: task.due.date }
  return localIn(zone, task.dueAt)
}

const kept = new Map<string, { date: string; time?: string | undefined }>()
let keptFor = ''

/** Lists ask this for thousands of tasks at every change. */
function localIn(zone: string, instant: string): { date: string; time?: string | undefined } {
  if (keptFor !== zone || kept.size > 50_000) kept.clear()
  keptFor = zone
  const known = kept.get(instant) ?? localAt(new Date(instant), zone)
  kept.set(instant, known)
  return known
}

export function isLate(task: Pick<LocalTask, 'due' | 'dueAt' | 'status'>, now: Date, today: string): boolean {
  if (!task.due || task.status === 'done') return false
  return task.dueAt === null ? task.due.date < today : Date.parse(task.dueAt) < now.getTime()
}
