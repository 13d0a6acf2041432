import { remove, reopen } from '../domain/complete.ts'
import { taskDeleted, taskReopened } from '../domain/events/task-events.ts'
import { successorId } from '../domain/next-task.ts'
import type { Task } from '../domain/task.ts'
import { isRefusal, type Refusal } from '../kit/core/refusal.ts'
import { changeTask } from './change-task.ts'
import type { Work } from './work.ts'

/** Opens a task that was left. The task that followed it in its series is taken back, unless somebody touched that one. */
export async function reopenTask(work: Work, id: string, version?: number): Promise<Task | Refusal> {
  let successor: string | undefined
  const reopened = await changeTask(work, id, { event: taskReopened, version }, task => {
    if (task.status === 'open') return task
    successor = successorId(task)
    return reopen(task)
  })
  if (successor && !isRefusal(reopened)) await takeBack(work, successor)
  return reopened
}

/** One that has not arrived yet is refused when it does: its command names the task that it follows, which is open now. */
const takeBack = (work: Work, id: string) =>
  changeTask(work, id, { event: taskDeleted }, task =>
    task.version === 1 && task.status === 'open' ? remove(task, work.now) : task,
  )
