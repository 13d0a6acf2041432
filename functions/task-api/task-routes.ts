import * as v from 'valibot'
import {
  alreadyDone,
  batchRefused,
  notRepeating,
  reminderNotFound,
  taskDeleted,
  taskExists,
  taskNotFound,
  versionMovedOn,
} from '../domain/problems.ts'
import { Id, NewTask, Task, TaskPatch } from '../domain/task.ts'
import { invalidCursor } from '../kit/core/problems.ts'
import { type Problem, type Refusal, refuse } from '../kit/core/refusal.ts'
import { closed } from '../kit/core/schema.ts'
import { ok } from '../kit/http/answer.ts'
import { patchTypes, type RouteInput, route } from '../kit/http/api.ts'
import { Batch, BatchOperation, runBatch } from './batch.ts'
import { completeTask } from './complete-task.ts'
import { answerNewTask } from './create-task.ts'
import { deleteTask, restoreTask } from './delete-task.ts'
import { type ListDeps, listTasks } from './list/list-tasks.ts'
import { ListQuery } from './list/query.ts'
import { findTask } from './queries.ts'
import { reopenTask } from './reopen-task.ts'
import { skipTask } from './skip-task.ts'
import { endSnooze, Snooze, snoozeReminder } from './snooze-reminder.ts'
import { etag, taskAnswer } from './task-answer.ts'
import { updateTask } from './update-task.ts'
import { inWork, type Work, type WorkDeps } from './work.ts'

const TaskPath = closed({ id: Id })
const ReminderPath = closed({ id: Id, rid: v.pipe(v.string(), v.uuid('must be a UUID'), v.toLowerCase()) })
const TaskPage = closed({ items: v.array(Task), next: v.nullable(v.string()) })
const BatchResults = closed({
  results: v.array(
    closed({ status: v.number(), task: v.exactOptional(Task), problem: v.exactOptional(v.looseObject({})) }),
  ),
})

const tag = 'tasks'
const oneTask = { tag, params: TaskPath, missing: taskNotFound, answers: { 200: Task } } as const
const written = { ...oneTask, scope: 'write', ifMatch: true } as const
const writeRefusals = [taskNotFound, taskDeleted, versionMovedOn] as const

const snooze = {
  ...written,
  path: '/api/tasks/{id}/reminders/{rid}/snooze',
  params: ReminderPath,
  ifMatch: false,
  refusals: [taskNotFound, taskDeleted, reminderNotFound],
} as const

type Verb = (work: Work, id: string, version?: number) => Promise<Task | Refusal>

/** What needs nothing but a task: the path says all. */
const verbs: { name: string; does: Verb; summary: string; more: Problem[] }[] = [
  { name: 'restore', does: restoreTask, summary: 'Bring a deleted task back', more: [] },
  { name: 'complete', does: completeTask, summary: 'Complete a task; twice is once', more: [] },
  { name: 'reopen', does: reopenTask, summary: 'Open a task that was done or skipped', more: [] },
  {
    name: 'skip',
    does: skipTask,
    summary: 'Move a series on without completing',
    more: [notRepeating, alreadyDone],
  },
]

const doing =
  (does: Verb) =>
  (
    deps: WorkDeps,
    asked: Pick<
      RouteInput<{ id: typeof Id }, v.ObjectEntries, v.GenericSchema>,
      'caller' | 'once' | 'params' | 'version'
    >,
  ) =>
    inWork(deps, asked, async work => taskAnswer(await does(work, asked.params.id, asked.version)))

export const taskRoutes = [
  route(
    {
      method: 'post',
      path: '/api/tasks',
      id: 'createTask',
      summary: 'Create a task',
      tag,
      scope: 'write',
      body: NewTask,
      idempotent: true,
      answers: { 201: Task },
      refusals: [taskExists],
    },
    (deps: WorkDeps, asked) => answerNewTask(deps, asked, asked.body),
  ),

  route(
    {
      method: 'get',
      path: '/api/tasks',
      id: 'listTasks',
      summary: 'Find tasks: search, filter, sort, page by page',
      tag,
      scope: 'read',
      query: ListQuery,
      answers: { 200: TaskPage },
      refusals: [invalidCursor],
    },
    (deps: ListDeps, { caller, query }) => listTasks(deps, caller, query),
  ),

  route(
    {
      method: 'post',
      path: '/api/tasks/batch',
      id: 'batch',
      summary: 'Do up to 100 things to tasks, all or each for itself',
      tag,
      scope: 'write',
      body: Batch,
      documentedBody: closed({
        atomic: v.optional(v.boolean()),
        operations: v.pipe(v.array(BatchOperation), v.minLength(1), v.maxLength(100)),
      }),
      idempotent: true,
      answers: { 200: BatchResults },
      refusals: [batchRefused],
    },
    (deps: WorkDeps, asked) => inWork(deps, asked, work => runBatch(work, asked.body)),
  ),

  route(
    {
      ...oneTask,
      method: 'get',
      path: '/api/tasks/{id}',
      id: 'getTask',
      summary: 'One task',
      scope: 'read',
      refusals: [taskNotFound],
    },
    async (deps: WorkDeps, { caller, params }) => {
      const task = await findTask(deps.sql, caller.userId, params.id)
      return task ? ok(task, { etag: etag(task) }) : refuse(taskNotFound)
    },
  ),

  route(
    {
      ...written,
      method: 'patch',
      path: '/api/tasks/{id}',
      id: 'updateTask',
      summary: 'Change a task by a JSON Merge Patch',
      body: TaskPatch,
      bodyTypes: patchTypes,
      refusals: writeRefusals,
    },
    (deps: WorkDeps, asked) =>
      inWork(deps, asked, async work => taskAnswer(await updateTask(work, asked.params.id, asked.body, asked.version))),
  ),

  route(
    {
      ...written,
      method: 'delete',
      path: '/api/tasks/{id}',
      id: 'deleteTask',
      summary: 'Delete a task; it can be restored for 30 days',
      refusals: writeRefusals,
    },
    doing(deleteTask),
  ),

  ...verbs.map(({ name, does, summary, more }) =>
    route(
      {
        ...written,
        method: 'post',
        path: `/api/tasks/{id}/${name}`,
        id: `${name}Task`,
        summary,
        idempotent: true,
        refusals: [...writeRefusals, ...more],
      },
      doing(does),
    ),
  ),

  route(
    {
      ...snooze,
      method: 'post',
      id: 'snoozeReminder',
      summary: 'Let a reminder come again later',
      body: Snooze,
      idempotent: true,
    },
    (deps: WorkDeps, asked) =>
      inWork(deps, asked, async work =>
        taskAnswer(await snoozeReminder(work, asked.params.id, asked.params.rid, asked.body)),
      ),
  ),
  route({ ...snooze, method: 'delete', id: 'endSnooze', summary: 'Take a snooze back' }, (deps: WorkDeps, asked) =>
    inWork(deps, asked, async work => taskAnswer(await endSnooze(work, asked.params.id, asked.params.rid))),
  ),
]
