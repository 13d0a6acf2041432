import { createHash } from 'node:crypto'
import { asCaller } from '../../shared/database/as-caller.ts'
import type { Sql, Transaction } from '../../shared/database/connect.ts'
import { type Answer, ok } from '../../shared/runtime/answer.ts'
import type { Caller } from '../../shared/runtime/api.ts'
import { openCursor, sealCursor } from '../../shared/runtime/cursor.ts'
import { type Refusal, refuse } from '../../shared/runtime/problem.ts'
import { findProfile } from '../identity/profile.ts'
import { type TaskRow, taskColumns, toTask } from '../task-row.ts'
import { filters } from './filters.ts'
import { type ListQuery, type Sort, type SortKey, sortOf } from './query.ts'
import { searchQuery } from './search.ts'

interface ListDeps {
  sql: Sql
  cursorSecret: string
  now: () => Date
}

/** Where a page ended: the sort values of its last row, and the moment at which the first page was asked for. */
interface Position {
  after: (string | number)[]
  now: string
}

/** The columns that a list is sorted by, ending in the id, so that every row has one place. */
const orders: Record<SortKey, readonly string[]> = {
  due: ['due_order', 'priority', 'id'],
  priority: ['priority', 'due_order', 'id'],
  created: ['created_at', 'id'],
  updated: ['updated_at', 'id'],
  title: ['title_order', 'id'],
  relevance: ['distance', 'id'],
}

const types: Record<string, string> = {
  due_order: 'timestamptz',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  priority: 'smallint',
  title_order: 'text',
  distance: 'real',
  id: 'uuid',
}

/** A page begins after the last row of the one before, by value: rows that come and go in between neither repeat nor skip others. */
export async function listTasks(deps: ListDeps, caller: Caller, query: ListQuery): Promise<Answer | Refusal> {
  const { cursor, limit, ...list } = query
  const name = createHash('sha256')
    .update(JSON.stringify([caller.userId, list]))
    .digest('base64url')
  const position = cursor === undefined ? undefined : openCursor<Position>(deps.cursorSecret, name, cursor)
  if (cursor !== undefined && !position) return refuse('invalid-cursor')

  const now = position ? new Date(position.now) : deps.now()
  const sort = sortOf(query)
  const rows = await asCaller(deps.sql, caller, tx => findPage(tx, caller.userId, query, sort, now, position))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next =
    rows.length > limit && last
      ? sealCursor(deps.cursorSecret, name, { after: JSON.parse(last.place), now: now.toISOString() })
      : null
  return ok({ items: page.map(toTask), next })
}

interface PageRow extends TaskRow {
  place: string
}

async function findPage(
  tx: Transaction,
  userId: string,
  query: ListQuery,
  sort: Sort,
  now: Date,
  position: Position | undefined,
): Promise<PageRow[]> {
  const search = await searchQuery(tx, userId, query)
  const zone = needsZone(query) ? (await findProfile(tx, userId)).zone : 'UTC'
  const columns = orders[sort.key]
  const conditions = [tx`t.user_id = ${userId}`, ...filters(tx, query, now, zone)]
  if (position) conditions.push(after(tx, columns, sort.reversed, position))
  return tx<PageRow[]>`
    select ${tx(taskColumns)}, json_build_array(${tx(columns)})::text as place
    from (select ${distance(tx, sort, search)}, t.* from ${search === undefined ? tx`tasks.task` : tx`tasks.matching(${search}::tsquery)`} t) t
    where ${conditions.reduce((all, one) => tx`${all} and ${one}`)}
    order by ${columns.map(column => tx`${tx(column)} ${sort.reversed ? tx`desc` : tx`asc`}`).reduce((all, one) => tx`${all}, ${one}`)}
    limit ${query.limit + 1}`
}

/** Less is better: a match in the title counts most. Without a search all tasks are equally near. */
const distance = (tx: Transaction, sort: Sort, search: string | undefined) =>
  sort.key === 'relevance' && search !== undefined
    ? tx`(-ts_rank(t.search, ${search}::tsquery))::real as distance`
    : tx`0::real as distance`

function after(tx: Transaction, columns: readonly string[], reversed: boolean, position: Position) {
  const values = columns.map(
    (column, i) => tx`${String(position.after[i])}::text::${tx.unsafe(types[column] ?? 'text')}`,
  )
  return tx`(${tx(columns)}) ${reversed ? tx`<` : tx`>`} (${values.reduce((all, one) => tx`${all}, ${one}`)})`
}

const needsZone = ({ due, dueFrom, dueTo }: ListQuery) => Boolean(due ?? dueFrom ?? dueTo)
