import { localAt } from '../../functions/domain/zone.ts'
import type { LocalTask } from './local-task.ts'

/** When a task is due on the person's calendar. A due time belongs to the task's own zone. */
export function whenDue(
  task: Pick<LocalTask, 'due' | 'dueAt'>,
  zone: string,
): { date: string; time?: string | undefined } | null {
  if (!task.due) return null
  if (task.dueAt === null) return { date: task.due.date }
  return localIn(zone, task.dueAt)
}

const cache = new Map<string, { date: string; time?: string | undefined }>()
let cacheZone = ''

/** Cached: lists ask this for thousands of tasks at every change. */
function localIn(zone: string, instant: string): { date: string; time?: string | undefined } {
  if (cacheZone !== zone || cache.size > 200_000) cache.clear()
  cacheZone = zone
  const known = cache.get(instant) ?? localAt(new Date(instant), zone)
  cache.set(instant, known)
  return known
}

export function isLate(task: Pick<LocalTask, 'due' | 'dueAt' | 'status'>, now: Date, today: string): boolean {
  if (!task.due || task.status === 'done') return false
  return task.dueAt === null ? task.due.date < today : Date.parse(task.dueAt) < now.getTime()
}
