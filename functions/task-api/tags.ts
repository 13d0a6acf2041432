import * as v from 'valibot'
import { asNextVersion } from '../domain/change.ts'
import { taskUpdated } from '../domain/events/task-events.ts'
import { tagNotFound } from '../domain/problems.ts'
import { TagName, tagKey } from '../domain/tag.ts'
import type { Task } from '../domain/task.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import { closed } from '../kit/core/schema.ts'
import { type Answer, noContent, ok } from '../kit/http/answer.ts'
import { type Caller, patchTypes, route } from '../kit/http/api.ts'
import { asCaller } from '../kit/postgres/as-caller.ts'
import type { Sql, Transaction } from '../kit/postgres/connect.ts'
import { changeEvents } from './events.ts'
import { saveTasks } from './queries.ts'
import { type TaskRow, tagLexeme, taskColumns, toTask } from './task-row.ts'
import { inWork, type Work, type WorkDeps } from './work.ts'

interface TagCount {
  name: string
  count: number
  open: number
}

/** Every tag of the person, with the number of its tasks and of its open tasks. */
async function listTags(sql: Sql, caller: Caller): Promise<Answer> {
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

/** Renames a tag on all tasks. The name of another tag merges the two. */
async function renameTag(work: Work, from: string, to: string): Promise<Answer | Refusal> {
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

async function deleteTag(work: Work, name: string): Promise<Answer | Refusal> {
  if (!(await removeTagRow(work, name))) return refuse(tagNotFound)
  await retag(work, name, tags => tags)
  return noContent
}

async function removeTagRow({ tx, caller }: Work, name: string): Promise<boolean> {
  const rows = await tx`delete from tasks.tag where user_id = ${caller.userId} and key = ${tagKey(name)} returning key`
  return rows.length > 0
}

/** Writes the next version of each task with the tag, deleted ones too, as a change by hand would. */
async function retag(
  { tx, caller, now, written }: Work,
  name: string,
  others: (tags: string[]) => string[],
): Promise<number> {
  let count = 0
  for (let after = smallestId; ; ) {
    const tasks = await lockTagged(tx, caller.userId, name, after)
    const changed = tasks.map(task => {
      const tags = others(task.tags.filter(tag => tagKey(tag) !== tagKey(name)))
      return asNextVersion(task, { ...task, tags }, now)
    })
    const events = changed.flatMap(task =>
      changeEvents(taskUpdated, task, ['version', 'tags', 'updatedAt'], caller, now),
    )
    written.push(...(await saveTasks(tx, caller.userId, { created: [], changed, events })))
    count += tasks.length
    const last = tasks.at(-1)
    if (!last || tasks.length < mostAtOnce) return count
    after = last.id
  }
}

const smallestId = '00000000-0000-0000-0000-000000000000'
/** So few that other requests need not wait long for their turn. */
const mostAtOnce = 100

async function lockTagged(tx: Transaction, userId: string, name: string, after: string): Promise<Task[]> {
  const rows = await tx<TaskRow[]>`
    select ${tx(taskColumns)} from tasks.task
    where user_id = ${userId} and tag_keys @> ${[tagLexeme(name)]}::text[] and id > ${after}
    order by id limit ${mostAtOnce} for update`
  return rows.map(toTask)
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const TagList = closed({ items: v.array(closed({ name: TagName, count, open: count })) })
const TagPath = closed({ name: TagName })
const oneTag = {
  tag: 'tags',
  params: TagPath,
  missing: tagNotFound,
  scope: 'write',
  refusals: [tagNotFound],
} as const

export const tagRoutes = [
  route(
    {
      method: 'get',
      path: '/api/tags',
      id: 'listTags',
      summary: 'All tags, with the number of their tasks',
      tag: 'tags',
      scope: 'read',
      answers: { 200: TagList },
    },
    (deps: WorkDeps, { caller }) => listTags(deps.sql, caller),
  ),

  route(
    {
      ...oneTag,
      method: 'patch',
      path: '/api/tags/{name}',
      id: 'renameTag',
      summary: 'Rename a tag; the name of another tag merges the two',
      body: closed({ name: TagName }),
      bodyTypes: patchTypes,
      answers: { 200: closed({ name: TagName, tasks: count }) },
    },
    (deps: WorkDeps, request) => inWork(deps, request, work => renameTag(work, request.params.name, request.body.name)),
  ),

  route(
    {
      ...oneTag,
      method: 'delete',
      path: '/api/tags/{name}',
      id: 'deleteTag',
      summary: 'Remove a tag from all tasks',
      answers: { 204: null },
    },
    (deps: WorkDeps, request) => inWork(deps, request, work => deleteTag(work, request.params.name)),
  ),
]
