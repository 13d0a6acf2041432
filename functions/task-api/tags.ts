import { asNextVersion } from '../domain/change.ts'
import { taskUpdated } from '../domain/events/task-events.ts'
import { tagNotFound } from '../domain/problems.ts'
import { tagKey } from '../domain/tag.ts'
import type { Task } from '../domain/task.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import { type Answer, noContent, ok } from '../kit/http/answer.ts'
import type { Caller } from '../kit/http/api.ts'
import { asCaller } from '../kit/postgres/as-caller.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { changeEvents } from './events.ts'
import { updateTask } from './queries.ts'
import { type TaskRow, tagLexeme, taskColumns, toTask } from './task-row.ts'
import type { Work } from './work.ts'

interface TagCount {
  name: string
  count: number
  open: number
}

/** Every tag of the person, with how many tasks have it and how many of those are open. */
export async function listTags(sql: Sql, caller: Caller): Promise<Answer> {
  const items = await asCaller(
    sql,
    caller,
    tx => tx<TagCount[]>`
      select tag.name, coalesce(used.count, 0)::int as count, coalesce(used.open, 0)::int as open
      from tasks.tag
      left join (
        select key, count(*) as count, count(*) filter (where status = 'open') as open
        from tasks.task, unnest(tag_keys) as key
        where user_id = ${caller.userId} and deleted_at is null
        group by key) used on used.key = '#' || tag.key
      where tag.user_id = ${caller.userId}
      order by tag.key`,
  )
  return ok({ items })
}

/** Gives a tag another name, everywhere. A name that is another tag's already makes the two one. */
export async function renameTag(work: Work, from: string, to: string): Promise<Answer | Refusal> {
  if (!(await removeTagRow(work, from))) return refuse(tagNotFound)
  const [known] = await work.tx<{ name: string }[]>`
    select name from tasks.tag where user_id = ${work.caller.userId} and key = ${tagKey(to)}`
  const name = known?.name ?? to
  await work.tx`
    insert into tasks.tag (user_id, key, name) values (${work.caller.userId}, ${tagKey(name)}, ${name})
    on conflict do nothing`
  const changed = await retag(work, from, tags => [...tags.filter(tag => tagKey(tag) !== tagKey(name)), name])
  return ok({ name, tasks: changed })
}

export async function deleteTag(work: Work, name: string): Promise<Answer | Refusal> {
  if (!(await removeTagRow(work, name))) return refuse(tagNotFound)
  await retag(work, name, tags => tags)
  return noContent
}

async function removeTagRow({ tx, caller }: Work, name: string): Promise<boolean> {
  const rows = await tx`delete from tasks.tag where user_id = ${caller.userId} and key = ${tagKey(name)} returning key`
  return rows.length > 0
}

/** Each task with the tag becomes its next version, as if its owner had changed it by hand; deleted ones too. */
async function retag(
  { tx, caller, now, written }: Work,
  name: string,
  others: (tags: string[]) => string[],
): Promise<number> {
  const rows = await tx<TaskRow[]>`
    select ${tx(taskColumns)} from tasks.task
    where user_id = ${caller.userId} and tag_keys @> ${[tagLexeme(name)]}::text[]
    order by id for update`
  for (const task of rows.map(toTask)) {
    const tags = others(task.tags.filter(tag => tagKey(tag) !== tagKey(name)))
    const next: Task = asNextVersion(task, { ...task, tags }, now)
    const events = changeEvents(taskUpdated, next, ['version', 'tags', 'updatedAt'], caller, now)
    await updateTask(tx, caller.userId, next, events)
    written.push(...events)
  }
  return rows.length
}
