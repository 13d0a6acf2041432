import { Due } from '../domain/due.ts'
import { problems } from '../domain/problem-codes.ts'
import { Reminder } from '../domain/reminder.ts'
import { NewTask, Repeat, Task, TaskPatch } from '../domain/task.ts'
import { type Described, openApi } from '../kit/http/openapi.ts'
import { createLog } from '../kit/log.ts'
import { createFunction } from './function.ts'
import type { TaskApi } from './task-api.ts'

/** Routes are declared without touching what they need, so describing them needs nothing. */
const nothing = { log: createLog('task-api', 'silent'), identity: {} } as TaskApi

export const taskApiRoutes = (): Described => ({
  operations: createFunction(nothing).operations,
  named: { Task, NewTask, TaskPatch, Due, Repeat, Reminder },
})

export const taskApiDocument = () => openApi(problems, taskApiRoutes())
