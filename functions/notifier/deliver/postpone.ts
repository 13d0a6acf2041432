import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import type { Claimed } from './claim.ts'

/** Puts it back untried: it waits until the server has rested, and that is no attempt. */
export async function postpone(sql: Sql, { user_id: userId, id, lease }: Claimed, until: Date): Promise<void> {
  await asCaller(
    sql,
    { userId },
    tx => tx`
      update notifications.delivery set state = 'pending', next_at = ${until}, lease = null, leased_until = null,
        attempts = attempts - 1
      where user_id = ${userId} and id = ${id} and lease = ${lease} and state = 'sending'`,
  )
}
