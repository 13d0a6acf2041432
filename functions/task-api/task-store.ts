import { taskExists } from '../domain/problems.ts'
import type { Reminder } from '../domain/reminder.ts'
import type { Task } from '../domain/task.ts'
import { Refused, refuse } from '../kit/core/refusal.ts'
import type { OutboxEvent } from '../kit/events/event.ts'
import type { Caller } from '../kit/http/api.ts'
import type { Sql, Transaction } from '../kit/postgres/connect.ts'
import { keyInUse } from '../kit/postgres/idempotency.ts'
import { findDefaultReminders, insertTasks, lockTask, type StoredAnswer, saveTasks, spellTags } from './queries.ts'

/** What a new task needs. It takes one statement, so it needs no transaction. */
export interface NewTasks {
  spellTags(names: string[]): Promise<string[]>
  defaultReminders(): Promise<Reminder[]>
  /** Throws a refusal when the id or the idempotency key is in use. */
  insert(task: Task, events: OutboxEvent[], answer?: StoredAnswer): Promise<void>
}

/** How a verb reads and writes the tasks of its caller. A verb refuses before it writes. */
export interface TaskStore extends NewTasks {
  lock(id: string): Promise<Task | undefined>
  /** Saves the next version of a locked task. */
  update(task: Task, events: OutboxEvent[]): Promise<void>
}

/** Writes each new task at once, and adds its events to `written`. */
export const newTasksIn = (sql: Sql | Transaction, caller: Caller, written: OutboxEvent[]): NewTasks => ({
  spellTags: names => spellTags(sql, caller.userId, names),
  defaultReminders: () => findDefaultReminders(sql, caller.userId),
  async insert(task, events, answer) {
    try {
      if (!(await insertTasks(sql, caller, [task], events, answer))) throw new Refused(keyInUse())
    } catch (error) {
      throw isIdTaken(error) ? new Refused(refuse(taskExists)) : error
    }
    written.push(...events)
  },
})

export const tasksIn = (tx: Transaction, caller: Caller, written: OutboxEvent[]): TaskStore => ({
  ...newTasksIn(tx, caller, written),
  lock: id => lockTask(tx, caller.userId, id),
  async update(task, events) {
    written.push(...(await saveTasks(tx, caller.userId, { created: [], changed: [task], events })))
  },
})

export const isIdTaken = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'constraint_name' in error && error.constraint_name === 'task_pkey'
