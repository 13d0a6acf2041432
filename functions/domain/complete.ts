import type { Task } from './task.ts'

export const complete = (task: Task, at: Date): Task => ({ ...task, status: 'done', completedAt: at.toISOString() })

/** A skipped occurrence is over, and nobody did it. */
export const skip = (task: Task, at: Date): Task => ({ ...task, status: 'done', skippedAt: at.toISOString() })

export function reopen(task: Task): Task {
  const { skippedAt: _, ...rest } = task
  return { ...rest, status: 'open', completedAt: null }
}

export const remove = (task: Task, at: Date): Task => ({ ...task, deletedAt: at.toISOString() })

export function restore(task: Task): Task {
  const { deletedAt: _, ...rest } = task
  return rest
}
