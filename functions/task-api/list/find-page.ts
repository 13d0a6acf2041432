import type { Fragment, Transaction } from '../../kit/postgres/connect.ts'
import { findProfile } from '../identity/profile.ts'
import { type TaskRow, taskColumns } from '../task-row.ts'
import { filters } from './filters.ts'
import type { ListQuery, Sort, SortKey } from './query.ts'
import { searchQuery } from './search.ts'

/** The sort columns of a list. They end in the id, so that the order is total. */
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

/** The end of a page: the sort values of its last row, and the time of the first page. */
export interface Position {
  after: (string | number)[]
  now: string
}

interface Page {
  query: ListQuery
  sort: Sort
  now: Date
  /** The end of the page before. */
  position: Position | undefined
}

interface PageRow extends TaskRow {
  /** The sort values, for the cursor. */
  place: string
}

/** The rows of a page, and one more if there is a next page. */
export async function findPage(tx: Transaction, userId: string, page: Page): Promise<PageRow[]> {
  const { query, sort, now, position } = page
  const search = await searchQuery(tx, userId, query)
  const dated = query.due ?? query.dueFrom ?? query.dueTo
  const zone = dated ? (await findProfile(tx, userId)).zone : 'UTC'
  const own = tx`t.user_id = ${userId}`
  const conditions = filters(tx, query, now, zone)
  if (position) conditions.push(after(tx, sort, position))
  if (search === undefined) return select(tx, page, tx`tasks.task`, [own, ...conditions])

  if (sort.key !== 'relevance' && !dated) {
    const matches = [own, ...conditions, tx`t.search @@ ${search}::tsquery`]
    for (const { rows, ifAtLeast } of scans) {
      const found = await select(tx, page, firstRows(tx, userId, page, rows), matches)
      if (found.length > query.limit) return found
      if (found.length < ifAtLeast) break
    }
  }
  return selectMatching(tx, userId, page, search, conditions)
}

/**
 * A common word matches many tasks, but then the first page is among the first rows of the whole list. So the search
 * scans a few rows, then more if the word is common, before it fetches and sorts all matches.
 */
const scans = [
  { rows: 100, ifAtLeast: 8 },
  { rows: 1500, ifAtLeast: Number.POSITIVE_INFINITY },
]

function firstRows(tx: Transaction, userId: string, { query, sort, now, position }: Page, rows: number): Fragment {
  const { status, deleted, limit, tagMode } = query
  const few = { ...(status && { status }), deleted, limit, tagMode }
  const conditions = [tx`t.user_id = ${userId}`, ...filters(tx, few, now, 'UTC')]
  if (position) conditions.push(after(tx, sort, position))
  return tx`(
    select t.* from tasks.task t where ${all(tx, conditions)} order by ${orderOf(tx, sort)} limit ${rows})`
}

/** Without a search all tasks have the same distance. */
const select = (
  tx: Transaction,
  { query, sort }: Page,
  from: Fragment,
  conditions: Fragment[],
): Promise<PageRow[]> => tx<PageRow[]>`
  select ${tx(taskColumns)}, ${placeOf(tx, sort)} as place
  from (select 0::real as distance, t.* from ${from} t) t
  where ${all(tx, conditions)} order by ${orderOf(tx, sort)} limit ${query.limit + 1}`

/** Fetches whole rows only for the page. */
const selectMatching = (
  tx: Transaction,
  userId: string,
  { query, sort }: Page,
  search: string,
  conditions: Fragment[],
): Promise<PageRow[]> => tx<PageRow[]>`
  select ${tx(taskColumns.map(column => `t.${column}`))}, shown.place
  from (
    select t.id as task_id, ${placeOf(tx, sort)} as place, row_number() over (order by ${orderOf(tx, sort)}) as turn
    from tasks.matching(${search}::tsquery, ${sort.key === 'relevance'}) t
    where ${all(tx, conditions)} order by turn limit ${query.limit + 1}) shown
  join tasks.task t on t.user_id = ${userId} and t.id = shown.task_id
  order by shown.turn`

const placeOf = (tx: Transaction, { key }: Sort): Fragment => tx`json_build_array(${tx(orders[key])})::text`

const all = (tx: Transaction, conditions: Fragment[]): Fragment =>
  conditions.reduce((before, one) => tx`${before} and ${one}`)

const orderOf = (tx: Transaction, { key, reversed }: Sort): Fragment =>
  orders[key]
    .map(column => tx`${tx(column)} ${reversed ? tx`desc` : tx`asc`}`)
    .reduce((before, one) => tx`${before}, ${one}`)

function after(tx: Transaction, { key, reversed }: Sort, position: Position): Fragment {
  const values = orders[key].map(
    (column, i) => tx`${String(position.after[i])}::text::${tx.unsafe(types[column] ?? 'text')}`,
  )
  return tx`(${tx(orders[key])}) ${reversed ? tx`<` : tx`>`} (${values.reduce((before, one) => tx`${before}, ${one}`)})`
}
