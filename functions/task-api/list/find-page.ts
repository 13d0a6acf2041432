import type { Fragment, Transaction } from '../../kit/postgres/connect.ts'
import { findProfile } from '../identity/profile.ts'
import { type TaskRow, taskColumns } from '../task-row.ts'
import { filters } from './filters.ts'
import type { ListQuery, Sort, SortKey } from './query.ts'
import { searchQuery } from './search.ts'

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

/** Where a page ended: the sort values of its last row, and the moment at which the first page was asked for. */
export interface Position {
  after: (string | number)[]
  now: string
}

export interface Page {
  query: ListQuery
  sort: Sort
  now: Date
  /** Where the page before ended. */
  position: Position | undefined
}

export interface PageRow extends TaskRow {
  /** The values by which it is sorted, for the cursor. */
  place: string
}

/** The rows of a page and one more, if there is one. */
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
    for (const { rows, ifAtLeast } of looks) {
      const found = await select(tx, page, firstRows(tx, userId, page, rows), matches)
      if (found.length > query.limit) return found
      if (found.length < ifAtLeast) break
    }
  }
  return selectMatching(tx, userId, page, search, conditions)
}

/**
 * Many tasks may have a common word, but then a page of them is among the first of the whole list. So a few of these are
 * looked through, and more of them where it turns out to be common, before all that match are fetched and sorted.
 */
const looks = [
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

/** Without a search all tasks are equally near. */
const select = (
  tx: Transaction,
  { query, sort }: Page,
  from: Fragment,
  conditions: Fragment[],
): Promise<PageRow[]> => tx<PageRow[]>`
  select ${tx(taskColumns)}, ${placeOf(tx, sort)} as place
  from (select 0::real as distance, t.* from ${from} t) t
  where ${all(tx, conditions)} order by ${orderOf(tx, sort)} limit ${query.limit + 1}`

/** Whole rows only of those that the page shows. */
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
