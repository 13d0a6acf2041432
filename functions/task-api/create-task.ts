import { v7 as newId } from 'uuid'
import { create } from '../domain/create.ts'
import { taskCreated } from '../domain/events/task-events.ts'
import { taskExists } from '../domain/problems.ts'
import { wrongWith } from '../domain/recurrence/repeat-rule.ts'
import type { NewTask, Task } from '../domain/task.ts'
import { invalidRequest } from '../kit/core/problems.ts'
import { isRefusal, type Refusal, Refused, refuse } from '../kit/core/refusal.ts'
import type { OutboxEvent } from '../kit/events/event.ts'
import { type Answer, bodyText, created } from '../kit/http/answer.ts'
import type { Caller, Once, Outcome } from '../kit/http/api.ts'
import { asCaller } from '../kit/postgres/as-caller.ts'
import type { Sql, Transaction } from '../kit/postgres/connect.ts'
import { findAnswer, keyInUse } from '../kit/postgres/idempotency.ts'
import { changeEvents } from './events.ts'
import { findDefaultReminders, insertTasks, spellTags } from './queries.ts'
import { etag } from './task-answer.ts'
import { accountGone, isAccountGone, type WorkDeps, type WriteRequest } from './work.ts'

/** Where a task is written: the transaction of a work, or the pool, as one statement needs no transaction. */
interface Place {
  tx: Sql | Transaction
  caller: Caller
  now: Date
  written: OutboxEvent[]
  once?: Once | undefined
}

/** Creates a task by one statement: key, task, tags and events are there, or nothing is. An id or key in use throws. */
export async function createTask({ tx, caller, now, written, once }: Place, input: NewTask): Promise<Task | Refusal> {
  const wrong = wrongWith(input)
  if (wrong) return refuse(invalidRequest, { errors: [wrong] })
  const task = create(await filledIn(tx, caller.userId, input), now, newId)
  const events = changeEvents(taskCreated, task, Object.keys(task), caller, now)
  const { status, headers = {}, ...answer } = createdAnswer(task)
  const kept = once && { once, status, headers, body: bodyText({ status, ...answer }) }
  try {
    if (!(await insertTasks(tx, caller, [task], events, kept))) throw new Refused(keyInUse())
  } catch (error) {
    throw isIdTaken(error) ? new Refused(refuse(taskExists)) : error
  }
  written.push(...events)
  return task
}

/** The answer to a request of its own. A second request with the same key gets the answer of the first. */
export async function answerNewTask(deps: WorkDeps, { caller, once }: WriteRequest, input: NewTask): Promise<Outcome> {
  const written: OutboxEvent[] = []
  try {
    const task = await createTask({ tx: deps.sql, caller, now: deps.now(), written, once }, input)
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

/** What a person settled once: how their tags are spelled, and when they want to be reminded. */
async function filledIn(sql: Sql | Transaction, userId: string, input: NewTask): Promise<NewTask> {
  const tags = await spellTags(sql, userId, input.tags)
  const asksNothing = input.reminders === undefined && input.due?.time !== undefined
  return { ...input, tags, ...(asksNothing && { reminders: await findDefaultReminders(sql, userId) }) }
}

export const isIdTaken = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'constraint_name' in error && error.constraint_name === 'task_pkey'
