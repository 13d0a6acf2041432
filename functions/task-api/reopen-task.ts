import type { Refusal } from '../shared/runtime/problem.ts'
import { reopen } from '../shared/task/complete.ts'
import type { Task } from '../shared/task/task.ts'
import { changeTask } from './change-task.ts'
import type { Work } from './work.ts'

export const reopenTask = (work: Work, id: string, version?: number): Promise<Task | Refusal> =>
  changeTask(work, id, { event: 'reopened', version }, task => (task.status === 'open' ? task : reopen(task)))
