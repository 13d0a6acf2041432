import { v7 as newId } from 'uuid'
import { create } from '../domain/create.ts'
import { taskExists } from '../domain/problems.ts'
import { wrongWith } from '../domain/recurrence/repeat-rule.ts'
import type { NewTask, Task } from '../domain/task.ts'
import { invalidRequest } from '../kit/core/problems.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import { bodyText, created } from '../kit/http/answer.ts'
import type { Outcome } from '../kit/http/api.ts'
import { asCaller } from '../kit/postgres/as-caller.ts'
import type { Sql, Transaction } from '../kit/postgres/connect.ts'
import { findAnswer, keyInUse } from '../kit/postgres/idempotency.ts'
import { taskEvents } from './events.ts'
import { findDefaultReminders, insertTasks, spellTags } from './queries.ts'
import { etag } from './task-answer.ts'
import { accountGone, isAccountGone, type Work, type WorkDeps, type WriteRequest } from './work.ts'

/** Creates a task by one statement: key, task, tags and events are there, or nothing is. */
export async function createTask(deps: WorkDeps, request: WriteRequest, input: NewTask): Promise<Outcome> {
  const { caller, once } = request
  const wrong = wrongWith(input)
  if (wrong) return refuse(invalidRequest, { errors: [wrong] })

  const now = deps.now()
  const task = create(await filledIn(deps.sql, caller.userId, input), now, newId)
  const events = taskEvents('created', task, Object.keys(task), caller, now)
  const answer = created(task, { etag: etag(task), location: `/api/tasks/${task.id}` })
  const kept = once && { once, status: answer.status, headers: answer.headers ?? {}, body: bodyText(answer) }
  try {
    const first = await insertTasks(deps.sql, caller, [task], events, kept)
    if (!first && once) return await answerOfFirst(deps, request)
  } catch (error) {
    if (isIdTaken(error)) return (once && (await findEarlier(deps, request))) || refuse(taskExists)
    if (isAccountGone(error)) return accountGone()
    throw error
  }
  await deps.outbox.publish(events)
  return answer
}

const findEarlier = (deps: WorkDeps, { caller, once }: WriteRequest) =>
  asCaller(deps.sql, caller, async tx => once && (await findAnswer(tx, 'tasks', caller.userId, once)))

const answerOfFirst = async (deps: WorkDeps, request: WriteRequest): Promise<Outcome> =>
  (await findEarlier(deps, request)) ?? keyInUse()

/** The same within a transaction of several operations. */
export async function createTaskIn({ tx, caller, now, events }: Work, input: NewTask): Promise<Task | Refusal> {
  const wrong = wrongWith(input)
  if (wrong) return refuse(invalidRequest, { errors: [wrong] })
  const task = create(await filledIn(tx, caller.userId, input), now, newId)
  const noted = taskEvents('created', task, Object.keys(task), caller, now)
  try {
    await tx.savepoint(sp => insertTasks(sp, caller, [task], noted))
  } catch (error) {
    if (isIdTaken(error)) return refuse(taskExists)
    throw error
  }
  events.push(...noted)
  return task
}

/** What a person settled once: how their tags are spelled, and when they want to be reminded. */
async function filledIn(sql: Sql | Transaction, userId: string, input: NewTask): Promise<NewTask> {
  const tags = await spellTags(sql, userId, input.tags)
  const asksNothing = input.reminders === undefined && input.due?.time !== undefined
  return { ...input, tags, ...(asksNothing && { reminders: await findDefaultReminders(sql, userId) }) }
}

export const isIdTaken = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'constraint_name' in error && error.constraint_name === 'task_pkey'
