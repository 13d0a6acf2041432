import * as v from 'valibot'
import { Task } from '../../domain/task.ts'
import { invalidCursor } from '../../kit/core/problems.ts'
import { closed } from '../../kit/core/schema.ts'
import { type Caller, route } from '../../kit/http/api.ts'
import { answerPage } from '../../kit/http/cursor.ts'
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
function listTasks({ sql, cursorSecret, ...deps }: ListDeps, caller: Caller, query: ListQuery) {
  const { cursor, limit, ...list } = query
  // "Overdue" means the same moment on every page.
  let now = deps.now()
  return answerPage({
    secret: cursorSecret,
    list: [caller.userId, list],
    limit,
    cursor,
    find(position: Position | undefined) {
      if (position) now = new Date(position.now)
      return findPage(sql, caller.userId, { query, sort: sortOf(query), now, position })
    },
    positionOf: ({ place }) => ({ after: JSON.parse(place), now: now.toISOString() }),
    toItem: toTask,
  })
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
