import { remove, restore } from '../domain/complete.ts'
import { taskDeleted, taskRestored } from '../domain/events/task-events.ts'
import type { Task } from '../domain/task.ts'
import type { Refusal } from '../kit/core/refusal.ts'
import { route } from '../kit/http/api.ts'
import { changeTask } from './change-task.ts'
import { changeRefusals, handle, oneTaskChanges, verbRoute } from './task-route.ts'
import type { Work } from './work.ts'

/** A deleted task can be restored for 30 days. A second deletion changes nothing. */
export const deleteTask = (work: Work, id: string, version?: number): Promise<Task | Refusal> =>
  changeTask(work, id, { event: taskDeleted, version, alsoDeleted: true }, task =>
    task.deletedAt ? task : remove(task, work.now),
  )

export const restoreTask = (work: Work, id: string, version?: number): Promise<Task | Refusal> =>
  changeTask(work, id, { event: taskRestored, version, alsoDeleted: true }, task =>
    task.deletedAt ? restore(task) : task,
  )

export const deleteTaskRoute = route(
  {
    ...oneTaskChanges,
    method: 'delete',
    path: '/api/tasks/{id}',
    id: 'deleteTask',
    summary: 'Delete a task; it can be restored for 30 days',
    refusals: changeRefusals,
  },
  handle(deleteTask),
)

export const restoreTaskRoute = verbRoute('restore', 'Restore a deleted task', restoreTask)
