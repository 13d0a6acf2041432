import { wordsOf } from '../domain/fold.ts'
import type { Reminder } from '../domain/reminder.ts'
import { tagKey } from '../domain/tag.ts'
import type { Task } from '../domain/task.ts'
import type { OutboxEvent } from '../kit/events/event.ts'
import { toRow } from '../kit/events/outbox-table.ts'
import type { Caller, Once } from '../kit/http/api.ts'
import type { Sql, Transaction } from '../kit/postgres/connect.ts'
import { type TaskRow, taskColumns, titleWords, toColumns, toTask } from './task-row.ts'

/** Locks the task: another change waits and then sees this one. */
export async function lockTask(tx: Transaction, userId: string, id: string): Promise<Task | undefined> {
  const [row] = await tx<TaskRow[]>`
    select ${tx(taskColumns)} from tasks.task where user_id = ${userId} and id = ${id} for update`
  return row && toTask(row)
}

export async function findTask(sql: Sql, userId: string, id: string): Promise<Task | undefined> {
  const [row] = await sql<TaskRow[]>`
    with caller as materialized (select set_config('app.user', ${userId}, true) as user_id)
    select found.* from caller, lateral (
      select ${sql(taskColumns)} from tasks.task where user_id = caller.user_id and id = ${id}) found`
  return row && toTask(row)
}

/** The names in the spelling of this person. A new name stays as it is. */
export async function spellTags(sql: Sql | Transaction, userId: string, names: string[]): Promise<string[]> {
  if (!names.length) return names
  const rows = await sql<{ key: string; name: string }[]>`
    with caller as materialized (select set_config('app.user', ${userId}, true) as user_id)
    select known.* from caller, lateral (
      select key, name from tasks.tag where user_id = caller.user_id and key = any(${names.map(tagKey)}::text[])) known`
  const known = new Map(rows.map(({ key, name }) => [key, name]))
  return names.map(name => known.get(tagKey(name)) ?? name)
}

/** The default reminder of this person, for a task that is due at a time and has no reminders. */
export async function findDefaultReminders(sql: Sql | Transaction, userId: string): Promise<Reminder[]> {
  const [row] = await sql<{ before: string | null }[]>`
    with caller as materialized (select set_config('app.user', ${userId}, true) as user_id)
    select chosen.before from caller, lateral (
      select default_reminder as before from identity.profile where user_id = caller.user_id) chosen`
  return row?.before ? [{ before: row.before }] : []
}

/** The answer to store for an idempotency key. */
interface StoredAnswer {
  once: Once
  status: number
  headers: Record<string, string>
  body: string
}

/**
 * Inserts tasks with their tags, words, events and idempotency key in one statement. Returns false when the key is in use;
 * it waits for the other request to end before it knows. An id in use throws.
 */
export async function insertTasks(
  sql: Sql | Transaction,
  { userId, since }: Pick<Caller, 'userId' | 'since'>,
  tasks: Task[],
  events: OutboxEvent[],
  answer?: StoredAnswer,
): Promise<boolean> {
  const key = answer && { ...answer.once, status: answer.status, headers: answer.headers, body: answer.body }
  const rows = await sql`
    with caller as materialized (select identity.begin_write(${userId}, ${since ?? null}) as user_id),
    once as (
      insert into tasks.idempotency (user_id, key, fingerprint, status, headers, body)
      select caller.user_id, k.key, k.fingerprint, k.status, k.headers, k.body
      from caller, json_to_recordset(${sql.json(key ? [key] : [])}::json)
        as k (key text, fingerprint text, status smallint, headers jsonb, body text)
      on conflict do nothing returning user_id),
    first as (
      select caller.user_id from caller where ${!answer} or exists (select from once)),
    saved as (
      insert into tasks.task (user_id, id, ${sql.unsafe(columnList())})
      select first.user_id, t.id, ${sql.unsafe(columnList('t.'))}
      from first, json_populate_recordset(null::tasks.task, ${sql.json(tasks.map(task => ({ id: task.id, ...toColumns(task) })))}::json) t),
    ${tagsWordsAndEvents(sql, tasks, events)}
    select from first`
  return rows.length > 0
}

/**
 * Saves the task and its events together, or returns false when the stored version is not the one before it. The
 * transaction must name the caller.
 */
export async function updateTask(tx: Transaction, userId: string, task: Task, events: OutboxEvent[]): Promise<boolean> {
  const rows = await tx`
    with first as (
      update tasks.task t set (${tx.unsafe(columnList())}) = row(${tx.unsafe(columnList('r.'))})
      from json_populate_record(null::tasks.task, ${tx.json(toColumns(task))}::json) r
      where t.user_id = ${userId} and t.id = ${task.id} and t.version = ${task.version - 1}
      returning t.user_id),
    ${tagsWordsAndEvents(tx, [task], events)}
    select from first`
  return rows.length > 0
}

/** The rows that belong to written tasks, inserted only if the part `first` of the statement has a row. */
function tagsWordsAndEvents(sql: Sql | Transaction, tasks: Task[], events: OutboxEvent[]) {
  const tags = new Map(tasks.flatMap(task => task.tags).map(name => [tagKey(name), name]))
  const words = wordsOf(tasks.map(titleWords).join(' ')).filter(word => word.length <= 40)
  return sql`
    tags as (
      insert into tasks.tag (user_id, key, name)
      select first.user_id, t.key, t.name
      from first, unnest(${[...tags.keys()]}::text[], ${[...tags.values()]}::text[]) as t (key, name)
      on conflict do nothing),
    words as (
      insert into tasks.word (user_id, word)
      select first.user_id, w from first, unnest(${words}::text[]) as w
      on conflict do nothing),
    events as (
      insert into tasks.outbox (id, user_id, topic, type, subject, time, data, traceparent)
      select e.id, first.user_id, e.topic, e.type, e.subject, e.time, e.data, e.traceparent
      from first, json_populate_recordset(null::tasks.outbox, ${sql.json(events.map(toRow))}::json) e)`
}

const writtenColumns = [
  ...taskColumns.filter(column => column !== 'id'),
  'due_order',
  'title_order',
  'title_words',
  'notes_words',
  'tag_keys',
]

/** Constants of this file, so they need no escaping. */
const columnList = (prefix = '') => writtenColumns.map(column => prefix + column).join(', ')

/** Removes those of the tasks that were deleted before this time and are not restored. */
export async function deleteForGood(tx: Transaction, userId: string, ids: string[], before: Date): Promise<Task[]> {
  const rows = await tx<TaskRow[]>`
    delete from tasks.task where user_id = ${userId} and id = any(${ids}::uuid[]) and deleted_at < ${before}
    returning ${tx(taskColumns)}`
  return rows.map(toTask)
}
