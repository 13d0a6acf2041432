import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { Task } from '../../domain/task.ts'
import { invalidCursor } from '../../kit/core/problems.ts'
import { type Refusal, refuse } from '../../kit/core/refusal.ts'
import { closed } from '../../kit/core/schema.ts'
import { type Answer, ok } from '../../kit/http/answer.ts'
import { type Caller, route } from '../../kit/http/api.ts'
import { openCursor, sealCursor } from '../../kit/http/cursor.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { toTask } from '../task-row.ts'
import { findPage, type Position } from './find-page.ts'
import { ListQuery, sortOf } from './query.ts'

interface ListDeps {
  sql: Sql
  cursorSecret: string
  now: () => Date
}

/** A page begins after the values of the last row before it, so new and deleted rows neither repeat nor skip others. */
async function listTasks(deps: ListDeps, caller: Caller, query: ListQuery): Promise<Answer | Refusal> {
  const { cursor, limit, ...list } = query
  const name = createHash('sha256')
    .update(JSON.stringify([caller.userId, list]))
    .digest('base64url')
  const position = cursor === undefined ? undefined : openCursor<Position>(deps.cursorSecret, name, cursor)
  if (cursor !== undefined && !position) return refuse(invalidCursor)

  const now = position ? new Date(position.now) : deps.now()
  const sort = sortOf(query)
  const rows = await asCaller(deps.sql, caller, tx => findPage(tx, caller.userId, { query, sort, now, position }))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next =
    rows.length > limit && last
      ? sealCursor(deps.cursorSecret, name, { after: JSON.parse(last.place), now: now.toISOString() })
      : null
  return ok({ items: page.map(toTask), next })
}

export const listTasksRoute = route(
  {
    method: 'get',
    path: '/api/tasks',
    id: 'listTasks',
    summary: 'Find tasks: search, filter, sort, page by page',
    tag: 'tasks',
    scope: 'read',
    query: ListQuery,
    answers: { 200: closed({ items: v.array(Task), next: v.nullable(v.string()) }) },
    refusals: [invalidCursor],
  },
  (deps: ListDeps, { caller, query }) => listTasks(deps, caller, query),
)
