import { remove, reopen } from '../domain/complete.ts'
import { taskDeleted, taskReopened } from '../domain/events/task-events.ts'
import { successorId } from '../domain/next-task.ts'
import type { Task } from '../domain/task.ts'
import { isRefusal, type Refusal } from '../kit/core/refusal.ts'
import { changeTask } from './change-task.ts'
import { verbRoute } from './task-route.ts'
import type { Work } from './work.ts'

/** Opens a task that is done or skipped, and deletes its successor in the series unless somebody has changed that one. */
export async function reopenTask(work: Work, id: string, version?: number): Promise<Task | Refusal> {
  let successor: string | undefined
  const reopened = await changeTask(work, id, { event: taskReopened, version }, task => {
    if (task.status === 'open') return task
    successor = successorId(task)
    return reopen(task)
  })
  if (successor && !isRefusal(reopened)) await deleteUnchanged(work, successor)
  return reopened
}

/** A successor that does not exist yet is refused later: its command names the task before it, which is open again. */
const deleteUnchanged = (work: Work, id: string) =>
  changeTask(work, id, { event: taskDeleted }, task =>
    task.version === 1 && task.status === 'open' ? remove(task, work.now) : task,
  )

export const reopenTaskRoute = verbRoute('reopen', 'Reopen a task that is done or skipped', reopenTask)
