import type { Sql } from '../../../functions/kit/postgres/connect.ts'
import type { Figure } from './figure.ts'

/** The figures of the database, in one statement that may neither write nor take long. */
export async function databaseFigures(sql: Sql): Promise<Figure[]> {
  return sql.begin('read only', async tx => {
    await tx`set local statement_timeout = '5s'`
    return tx<Figure[]>`select name, labels, value from zerodue.vitals()`
  })
}
