import { skip } from '../domain/complete.ts'
import { taskSkipped } from '../domain/events/task-events.ts'
import { alreadyDone, notRepeating } from '../domain/problems.ts'
import type { Task } from '../domain/task.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import { changeTask } from './change-task.ts'
import { verbRoute } from './task-route.ts'
import type { Work } from './work.ts'

/** Moves a series on without completing this occurrence. A second skip changes nothing. */
export const skipTask = (work: Work, id: string, version?: number): Promise<Task | Refusal> =>
  changeTask(work, id, { event: taskSkipped, version }, task => {
    if (!task.repeat) return refuse(notRepeating)
    if (task.status === 'open') return skip(task, work.now)
    return task.skippedAt ? task : refuse(alreadyDone)
  })

export const skipTaskRoute = verbRoute('skip', 'Move a series on without completing', skipTask, [
  notRepeating,
  alreadyDone,
])
