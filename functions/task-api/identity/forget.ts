import type { Sql } from '../../kit/postgres/connect.ts'

/** Removes sessions that ended, attempts that count no more, and deletions that no token is old enough to undo. */
export async function forgetOldIdentity(sql: Sql): Promise<void> {
  await sql`select identity.forget_old()`
}
