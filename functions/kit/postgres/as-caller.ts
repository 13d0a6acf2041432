import type { PendingQuery, Row } from 'postgres'
import type { Sql, Transaction } from './connect.ts'

/** The mode of a transaction. A snapshot sees the same rows throughout and cannot write. */
type Mode = '' | 'isolation level repeatable read read only'

/** Runs `work` in a transaction as the caller, for row-level security. The first query of `work` shares the round trip. */
export const asCaller = <T>(
  sql: Sql,
  { userId }: { userId: string },
  work: (tx: Transaction) => Promise<T>,
  mode: Mode = '',
): Promise<T> => inTransaction(sql, work, tx => tx`select set_config('app.user', ${userId}, true)`, mode)

export async function inTransaction<T>(
  sql: Sql,
  work: (tx: Transaction) => Promise<T>,
  nameCaller: (tx: Transaction) => PendingQuery<Row[]>,
  mode: Mode = '',
): Promise<T> {
  const outcome = await sql.begin(mode, async tx => {
    const named = nameCaller(tx).execute()
    const [result] = await Promise.all([work(tx), named])
    return { result }
  })
  return outcome.result
}
