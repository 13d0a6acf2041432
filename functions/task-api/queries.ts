import { wordsOf } from '../domain/fold.ts'
import type { Reminder } from '../domain/reminder.ts'
import { tagKey } from '../domain/tag.ts'
import type { Task } from '../domain/task.ts'
import { packed } from '../kit/events/batch.ts'
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

/** Locks several tasks, always in the order of their ids, so that two transactions cannot wait for each other. */
export async function lockTasks(tx: Transaction, userId: string, ids: string[]): Promise<Task[]> {
  if (!ids.length) return []
  const rows = await tx<TaskRow[]>`
    select ${tx(taskColumns)} from tasks.task where user_id = ${userId} and id = any(${ids}::uuid[])
    order by id for update`
  return rows.map(toTask)
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
  const known = await findSpelling(sql, userId, names)
  return names.map(name => known.get(tagKey(name)) ?? name)
}

/** How this person spells those of the tags that exist, by their keys. */
export async function findSpelling(
  sql: Sql | Transaction,
  userId: string,
  names: string[],
): Promise<Map<string, string>> {
  if (!names.length) return new Map()
  const rows = await sql<{ key: string; name: string }[]>`
    with caller as materialized (select set_config('app.user', ${userId}, true) as user_id)
    select known.* from caller, lateral (
      select key, name from tasks.tag where user_id = caller.user_id and key = any(${names.map(tagKey)}::text[])) known`
  return new Map(rows.map(({ key, name }) => [key, name]))
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
export interface StoredAnswer {
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
      from first, ${records(sql, tasks)} t),
    ${tagsWordsAndEvents(sql, tasks, events)}
    select from first`
  return rows.length > 0
}

interface Changes {
  created: Task[]
  /** Locked tasks in their new version. */
  changed: Task[]
  /** Every version that the transaction gave these tasks, for their tags and words. By default only the last one. */
  versions?: Task[]
  events: OutboxEvent[]
}

/**
 * Saves tasks of a transaction that names the caller, with their tags, words and events, in one statement. Returns the
 * events as they are in the outbox, to be published after the commit.
 */
export async function saveTasks(
  tx: Transaction,
  userId: string,
  { created, changed, versions = [...created, ...changed], events }: Changes,
): Promise<OutboxEvent[]> {
  if (!versions.length) return []
  const written = packed(events)
  const inserted = tx`
    inserted as (
      insert into tasks.task (user_id, id, ${tx.unsafe(columnList())})
      select ${userId}, t.id, ${tx.unsafe(columnList('t.'))} from ${records(tx, created)} t),`
  const rows = await tx`
    with ${created.length ? inserted : tx``}
    updated as (
      update tasks.task t set (${tx.unsafe(columnList())}) = row(${tx.unsafe(columnList('r.'))})
      from ${records(tx, changed)} r
      where t.user_id = ${userId} and t.id = r.id and t.version < r.version
      returning t.id),
    first as (
      select ${userId}::text as user_id where (select count(*) from updated) = ${changed.length}),
    ${tagsWordsAndEvents(tx, versions, written)}
    select from first`
  if (!rows.length) throw new Error('A locked task has changed.')
  return written
}

const records = (sql: Sql | Transaction, tasks: Task[]) =>
  sql`json_populate_recordset(null::tasks.task, ${sql.json(tasks.map(task => ({ id: task.id, ...toColumns(task) })))}::json)`

/** The rows that belong to written tasks, inserted only if the part `first` of the statement has a row. */
function tagsWordsAndEvents(sql: Sql | Transaction, tasks: Task[], events: OutboxEvent[]) {
  const tags = new Map(tasks.flatMap(task => task.tags).map(name => [tagKey(name), name]))
  const words = wordsOf(tasks.map(titleWords).join(' ')).filter(word => word.length <= 40)
  // Two requests that insert the same rows in the same order cannot wait for each other.
  const keys = [...tags.keys()].sort()
  return sql`
    tags as (
      insert into tasks.tag (user_id, key, name)
      select first.user_id, t.key, t.name
      from first, unnest(${keys}::text[], ${keys.map(key => tags.get(key) ?? key)}::text[]) as t (key, name)
      on conflict do nothing),
    words as (
      insert into tasks.word (user_id, word)
      select first.user_id, w from first, unnest(${words.sort()}::text[]) as w
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
