import { complete } from '../domain/complete.ts'
import { taskCompleted } from '../domain/events/task-events.ts'
import type { Task } from '../domain/task.ts'
import type { Refusal } from '../kit/core/refusal.ts'
import { changeTask } from './change-task.ts'
import { verbRoute } from './task-route.ts'
import type { Work } from './work.ts'

/** A second completion answers the same and changes nothing, so that a series moves on once. */
export const completeTask = (work: Work, id: string, version?: number): Promise<Task | Refusal> =>
  changeTask(work, id, { event: taskCompleted, version }, task =>
    task.status === 'done' ? task : complete(task, work.now),
  )

export const completeTaskRoute = verbRoute(
  'complete',
  'Complete a task; a second request changes nothing',
  completeTask,
)
