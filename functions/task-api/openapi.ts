import { createLog } from '../shared/runtime/log.ts'
import { type Described, openApi } from '../shared/runtime/openapi.ts'
import { Due } from '../shared/task/due.ts'
import { Reminder } from '../shared/task/reminder.ts'
import { NewTask, Repeat, Task, TaskPatch } from '../shared/task/task.ts'
import { createFunction } from './function.ts'
import type { TaskApi } from './task-api.ts'

/** Routes are declared without touching what they need, so describing them needs nothing. */
const nothing = { log: createLog('task-api', 'silent'), identity: {} } as TaskApi

export const taskApiRoutes = (): Described => ({
  operations: createFunction(nothing).operations,
  named: { Task, NewTask, TaskPatch, Due, Repeat, Reminder },
})

export const taskApiDocument = () => openApi(taskApiRoutes())
