import type { Caller } from '../kit/http/api.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import type { UpdateRow } from './update.ts'

export type Reader = Pick<Caller, 'userId' | 'since'>

/** `gone`: the account has ended. `behind`: what came after that number is not kept any more, or never was. */
export type Read =
  | { state: 'there'; head: number; updates: UpdateRow[] }
  | { state: 'behind'; head: number }
  | { state: 'gone' }

interface Row {
  gone: boolean
  last: string | null
  number: string | null
  type: string
  time: Date
  data: string
}

/**
 * What comes after that number, in order, and where the sequence ends: one statement, so that both are of one moment.
 * `undefined` asks for the end alone.
 */
export async function readUpdates(
  sql: Sql,
  { userId, since }: Reader,
  after: number | undefined,
  most: number,
): Promise<Read> {
  const rows = await sql<Row[]>`
    with caller as materialized (select set_config('app.user', ${userId}, true) as user_id)
    select account.gone, head.last, kept.number, kept.type, kept.time, kept.data
    from caller
    cross join lateral (
      select sync.is_gone(${since ?? null}) as gone where caller.user_id is not null) account
    left join lateral (
      select last from sync.stream where user_id = caller.user_id) head on true
    left join lateral (
      select number, type, time, data::text from sync.update
      where user_id = caller.user_id and number > ${after ?? 0}
      order by number limit ${after === undefined ? 0 : most}) kept on true
    order by kept.number`
  const [first] = rows
  if (!first || first.gone) return { state: 'gone' }
  const head = Number(first.last ?? 0)
  const updates = rows.flatMap(toUpdate)
  if (after === undefined) return { state: 'there', head, updates }
  // What should come next is not there: it was trimmed, or this database is not the one that gave that number.
  const whole = updates.every(({ number }, i) => number === after + 1 + i) && (updates.length > 0 || after === head)
  return whole ? { state: 'there', head, updates } : { state: 'behind', head }
}

const toUpdate = ({ number, type, time, data }: Row): UpdateRow[] =>
  number === null ? [] : [{ number: Number(number), type, time: time.toISOString(), data }]
