import { v7 as newId } from 'uuid'
import { create } from '../domain/create.ts'
import { taskCreated } from '../domain/events/task-events.ts'
import { quotaReached, taskExists } from '../domain/problems.ts'
import { wrongWith } from '../domain/recurrence/repeat-rule.ts'
import { NewTask, Task } from '../domain/task.ts'
import { invalidRequest } from '../kit/core/problems.ts'
import { isRefusal, type Refusal, Refused, refuse } from '../kit/core/refusal.ts'
import type { OutboxEvent } from '../kit/events/event.ts'
import { type Answer, bodyText, created } from '../kit/http/answer.ts'
import { type Caller, type Once, type Outcome, route } from '../kit/http/api.ts'
import { asCaller } from '../kit/postgres/as-caller.ts'
import { findAnswer } from '../kit/postgres/idempotency.ts'
import { changeEvents } from './events.ts'
import type { PersonQuota } from './quota.ts'
import { etag } from './task-route.ts'
import { type NewTasks, newTasksIn } from './task-store.ts'
import { accountGone, isAccountGone, type WorkDeps, type WriteRequest } from './work.ts'

interface Context {
  tasks: NewTasks
  caller: Caller
  now: Date
  quota: PersonQuota
  once?: Once | undefined
}

/** Creates a task with its idempotency key, tags and events. An id or a key in use throws a refusal. */
export async function createTask(
  { tasks, caller, now, quota, once }: Context,
  input: NewTask,
): Promise<Task | Refusal> {
  const wrong = wrongWith(input)
  if (wrong) return refuse(invalidRequest, { errors: [wrong] })
  const refusal = await quota.admit({ tasks: 1, tags: input.tags })
  if (refusal) return refusal
  const task = create(await withChoices(tasks, input), now, newId)
  const events = changeEvents(taskCreated, task, Object.keys(task), caller, now)
  const { status, headers = {}, ...answer } = createdAnswer(task)
  const stored = once && { once, status, headers, body: bodyText({ status, ...answer }) }
  await tasks.insert(task, events, stored)
  return task
}

/** The answer to a request that creates a task. A second request with the same key gets the answer of the first. */
async function answerNewTask(deps: WorkDeps, { caller, once }: WriteRequest, input: NewTask): Promise<Outcome> {
  const written: OutboxEvent[] = []
  try {
    const task = await createTask(
      {
        tasks: newTasksIn(deps.sql, caller, written),
        caller,
        now: deps.now(),
        quota: deps.quota.of(deps.sql, caller.userId),
        once,
      },
      input,
    )
    await deps.outbox.publish(written)
    return isRefusal(task) ? task : createdAnswer(task)
  } catch (error) {
    if (isAccountGone(error)) return accountGone()
    if (!(error instanceof Refused)) throw error
    const { sql } = deps
    const earlier = once && (await asCaller(sql, caller, tx => findAnswer(tx, 'tasks', caller.userId, once)))
    return earlier ?? error.refusal
  }
}

const createdAnswer = (task: Task): Answer => created(task, { etag: etag(task), location: `/api/tasks/${task.id}` })

/** Adds what the person has chosen before: the spelling of tags and the default reminder. */
async function withChoices(tasks: NewTasks, input: NewTask): Promise<NewTask> {
  const tags = await tasks.spellTags(input.tags)
  const needsReminder = input.reminders === undefined && input.due?.time !== undefined
  return { ...input, tags, ...(needsReminder && { reminders: await tasks.defaultReminders() }) }
}

export const createTaskRoute = route(
  {
    method: 'post',
    path: '/api/tasks',
    id: 'createTask',
    summary: 'Create a task',
    tag: 'tasks',
    scope: 'write',
    body: NewTask,
    idempotent: true,
    answers: { 201: Task },
    refusals: [taskExists, quotaReached],
  },
  (deps: WorkDeps, request) => answerNewTask(deps, request, request.body),
)
