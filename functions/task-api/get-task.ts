import { taskNotFound } from '../domain/problems.ts'
import { refuse } from '../kit/core/refusal.ts'
import { route } from '../kit/http/api.ts'
import { findTask } from './queries.ts'
import { oneTask, taskAnswer } from './task-route.ts'
import type { WorkDeps } from './work.ts'

export const getTaskRoute = route(
  {
    ...oneTask,
    method: 'get',
    path: '/api/tasks/{id}',
    id: 'getTask',
    summary: 'One task',
    scope: 'read',
    refusals: [taskNotFound],
  },
  async ({ sql }: WorkDeps, { caller, params }) =>
    taskAnswer((await findTask(sql, caller.userId, params.id)) ?? refuse(taskNotFound)),
)
