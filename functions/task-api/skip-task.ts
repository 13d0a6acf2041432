import { type Refusal, refuse } from '../shared/runtime/problem.ts'
import { skip } from '../shared/task/complete.ts'
import type { Task } from '../shared/task/task.ts'
import { changeTask } from './change-task.ts'
import type { Work } from './work.ts'

/** Moves a series on without completing this occurrence. Skipping twice is skipping once. */
export const skipTask = (work: Work, id: string, version?: number): Promise<Task | Refusal> =>
  changeTask(work, id, { event: 'skipped', version }, task => {
    if (!task.repeat) return refuse('not-repeating')
    if (task.status === 'open') return skip(task, work.now)
    return task.skippedAt ? task : refuse('already-done')
  })
