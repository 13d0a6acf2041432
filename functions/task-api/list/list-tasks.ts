import { createHash } from 'node:crypto'
import { invalidCursor } from '../../kit/core/problems.ts'
import { type Refusal, refuse } from '../../kit/core/refusal.ts'
import { type Answer, ok } from '../../kit/http/answer.ts'
import type { Caller } from '../../kit/http/api.ts'
import { openCursor, sealCursor } from '../../kit/http/cursor.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { toTask } from '../task-row.ts'
import { findPage, type Position } from './find-page.ts'
import { type ListQuery, sortOf } from './query.ts'

export interface ListDeps {
  sql: Sql
  cursorSecret: string
  now: () => Date
}

/** A page begins after the last row of the one before, by value: rows that come and go in between neither repeat nor skip others. */
export async function listTasks(deps: ListDeps, caller: Caller, query: ListQuery): Promise<Answer | Refusal> {
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
