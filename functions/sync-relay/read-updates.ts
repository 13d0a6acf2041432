import type { Caller } from '../kit/http/api.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import type { UpdateRow } from './update.ts'

type Reader = Pick<Caller, 'userId' | 'since'>

/** `behind`: the updates after that number were deleted, or this database never gave that number. */
export type ReadResult =
  | { state: 'found'; head: number; updates: UpdateRow[] }
  | { state: 'behind'; head: number }
  | { state: 'deleted' }

interface Row {
  gone: boolean
  last: string | null
  number: string | null
  type: string
  time: Date
  data: string
}

/** A page ends with the update that reaches this size: an import makes updates of a hundred tasks. */
const mostBytes = 1_000_000

/**
 * The updates after that number, in order, and the newest number of the person. One statement reads both at one moment.
 * Without a number it reads only the newest number.
 */
export async function readUpdates(
  sql: Sql,
  { userId, since }: Reader,
  after: number | undefined,
  limit: number,
): Promise<ReadResult> {
  const rows = await sql<Row[]>`
    with caller as materialized (select set_config('app.user', ${userId}, true) as user_id)
    select account.gone, head.last, page.number, page.type, page.time, page.data
    from caller
    cross join lateral (
      select sync.is_gone(${since ?? null}) as gone where caller.user_id is not null) account
    left join lateral (
      select last from sync.stream where user_id = caller.user_id) head on true
    left join lateral (
      select number, type, time, data::text from (
        select *, sum(bytes) over (order by number) - bytes as bytes_before from (
          select * from sync.update where user_id = caller.user_id and number > ${after ?? 0}
          order by number limit ${after === undefined ? 0 : limit}) next) sized
      where bytes_before < ${mostBytes}) page on true
    order by page.number`
  const [first] = rows
  if (!first || first.gone) return { state: 'deleted' }
  const head = Number(first.last ?? 0)
  const updates = rows.flatMap(toUpdate)
  if (after === undefined) return { state: 'found', head, updates }
  const complete = updates.every(({ number }, i) => number === after + 1 + i) && (updates.length > 0 || after === head)
  return complete ? { state: 'found', head, updates } : { state: 'behind', head }
}

const toUpdate = ({ number, type, time, data }: Row): UpdateRow[] =>
  number === null ? [] : [{ number: Number(number), type, time: time.toISOString(), data }]
