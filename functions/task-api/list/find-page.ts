import type { Fragment, Sql } from '../../kit/postgres/connect.ts'
import { findZone } from '../identity/profile.ts'
import { type TaskRow, taskColumns } from '../task-row.ts'
import { filters } from './filters.ts'
import type { ListQuery, Sort, SortKey } from './query.ts'
import { findCorrections, searchQuery } from './search.ts'

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

/** Whose list it is, and which page of it. */
interface Wanted extends Page {
  sql: Sql
  userId: string
}

/** The rows of a page, and one more if there is a next page. */
export async function findPage(sql: Sql, userId: string, page: Page): Promise<PageRow[]> {
  const wanted: Wanted = { sql, userId, ...page }
  const { query, sort, now } = page
  const dated = Boolean(query.due ?? query.dueFrom ?? query.dueTo)
  const conditions = filters(sql, query, now, dated ? await findZone(sql, userId) : 'UTC')
  const search = searchQuery(query)
  if (search === undefined) {
    const own = [sql`t.user_id = ${userId}`, ...conditions, ...after(wanted)]
    return select(wanted, rowsOf(wanted, sql`tasks.task`, own, query.limit + 1))
  }
  const scanned = sort.key !== 'relevance' && !dated
  const begin = (meant: string) =>
    scanned ? scan(wanted, 100, meant, conditions, query.limit + 1) : findMatching(wanted, meant, conditions)
  // Most searches need no corrections, so both queries run at once.
  const [found, corrections] = await Promise.all([begin(search), findCorrections(sql, userId, query)])
  const meant = corrections.size ? searchQuery(query, corrections) : undefined
  const rows = meant === undefined ? found : await begin(meant)
  return scanned ? scanFurther(wanted, meant ?? search, conditions, rows) : rows
}

/**
 * A common word matches many tasks, but then the first page is among the first rows of the whole list. So after the first
 * rows the search scans more if the word is common, before it fetches and sorts all matches.
 */
async function scanFurther(
  wanted: Wanted,
  search: string,
  conditions: Fragment[],
  first: PageRow[],
): Promise<PageRow[]> {
  const { limit } = wanted.query
  if (first.length > limit) return first
  const last = first.at(-1)
  if (last && first.length >= 8) {
    const behind = { ...wanted, position: { after: JSON.parse(last.place), now: '' } }
    const found = [...first, ...(await scan(behind, 1400, search, conditions, limit + 1 - first.length))]
    if (found.length > limit) return found
  }
  return findMatching(wanted, search, conditions)
}

/** The matches among the first rows of the list, in its order. */
function scan(wanted: Wanted, rows: number, search: string, conditions: Fragment[], most: number): Promise<PageRow[]> {
  const { sql, userId, now, query } = wanted
  const { status, deleted, limit, tagMode } = query
  const few = { ...(status && { status }), deleted, limit, tagMode }
  const first = [sql`t.user_id = ${userId}`, ...filters(sql, few, now, 'UTC'), ...after(wanted)]
  const from = sql`(
    select t.* from tasks.task t where ${all(sql, first)} order by ${orderOf(wanted)} limit ${rows})`
  const matches = [sql`t.user_id = ${userId}`, ...conditions, sql`t.search @@ ${search}::tsquery`]
  return select(wanted, rowsOf(wanted, from, matches, most))
}

/**
 * Fetches and sorts all matches, with their sort columns alone: most of them are not on the page. `offset 0` keeps the
 * other conditions from an index of their own, which would read the tasks of all people.
 */
function findMatching(wanted: Wanted, search: string, conditions: Fragment[]): Promise<PageRow[]> {
  const { sql, sort, query } = wanted
  const rank = sort.key === 'relevance' ? sql`-ts_rank(t.search, ${search}::tsquery)` : sql`0`
  return select(
    wanted,
    sql`
      select location as found_at, distance
      from (
        select ${rank}::real as distance, t.* from tasks.searchable t
        where caller.user_id is not null
          and tasks.own_words(t.user_id, t.search) @@ tasks.own_query(caller.user_id, ${search}::tsquery)
        offset 0) t
      where ${all(sql, [...conditions, ...after(wanted)])} order by ${orderOf(wanted)}
      limit ${query.limit + 1}`,
    sql`join tasks.searchable whole on whole.location = found_at`,
  )
}

/**
 * One statement, so one round trip. Its first part names the caller; a condition on `caller` makes the rest wait for it.
 * Postgres calculates `place` last, for the rows of the page alone.
 *
 * The series of one row makes Postgres plan for this caller each time. A plan for all callers would expect the tasks of an
 * average person, and read and sort all tasks of somebody with many; with a parameter it expects 1,000 rows, so it costs more.
 */
function select({ sql, userId, sort }: Wanted, rows: Fragment, whole = sql``): Promise<PageRow[]> {
  const order = orderOf({ sql, sort })
  return sql<PageRow[]>`
    with caller as materialized (
      select set_config('app.user', ${userId}, true) as user_id from generate_series(1, ${1}::int))
    select ${sql(taskColumns)}, json_build_array(${sql(orders[sort.key])})::text as place
    from caller, lateral (${rows}) found ${whole}
    order by ${order}`
}

/** Without a rank all tasks have the same distance. */
const rowsOf = (wanted: Wanted, from: Fragment, conditions: Fragment[], most: number): Fragment => {
  const { sql } = wanted
  return sql`
    select * from (select 0::real as distance, t.* from ${from} t where caller.user_id is not null) t
    where ${all(sql, conditions)} order by ${orderOf(wanted)} limit ${most}`
}

const all = (sql: Sql, conditions: Fragment[]): Fragment =>
  conditions.reduce((before, one) => sql`${before} and ${one}`)

const orderOf = ({ sql, sort: { key, reversed } }: Pick<Wanted, 'sql' | 'sort'>): Fragment =>
  orders[key]
    .map(column => sql`${sql(column)} ${reversed ? sql`desc` : sql`asc`}`)
    .reduce((before, one) => sql`${before}, ${one}`)

/** The condition that a row comes after the page before. */
function after({ sql, sort: { key, reversed }, position }: Wanted): Fragment[] {
  if (!position) return []
  const values = orders[key].map(
    (column, i) => sql`${String(position.after[i])}::text::${sql.unsafe(types[column] ?? 'text')}`,
  )
  const end = values.reduce((before, one) => sql`${before}, ${one}`)
  return [sql`(${sql(orders[key])}) ${reversed ? sql`<` : sql`>`} (${end})`]
}
