import { createHash } from 'node:crypto'
import type { Sql } from '../../kit/postgres/connect.ts'
import type { Kind } from '../channel.ts'

/** So many failures in a row, and nothing is tried there for a while. */
const threshold = 5
const restMs = 5 * 60_000

/**
 * Which server a delivery goes to. The mail server is the same for all; of servers that people name, each person has a
 * breaker of their own, so that nobody can open it for others.
 */
export function breakerKey(kind: Kind, userId: string, destination: string): string {
  if (kind === 'email') return 'mail'
  return createHash('sha256')
    .update(`${userId}\n${new URL(destination).origin}`)
    .digest('base64url')
}

/**
 * Until when nothing is to be sent there. After the rest one may try, and takes the next rest for itself: the others wait for
 * what becomes of it. Who asks at the same moment and comes second still sees the rest that is over, and waits as well.
 */
export async function restsUntil(sql: Sql, key: string, now: Date): Promise<Date | undefined> {
  const until = new Date(now.getTime() + restMs)
  const [row] = await sql<{ open_until: Date }[]>`
    with trial as (
      update notifications.breaker set open_until = ${until}, changed_at = ${now}
      where key = ${key} and open_until <= ${now} returning key)
    select greatest(open_until, case when open_until <= ${now} then ${until}::timestamptz end) as open_until
    from notifications.breaker where key = ${key} and open_until is not null and not exists (select from trial)`
  return row?.open_until
}

/** An answer closes it, whatever it says of the message; a server that is not well is counted. */
export async function noteHealth(sql: Sql, key: string, unwell: boolean, now: Date): Promise<void> {
  if (!unwell) {
    await sql`delete from notifications.breaker where key = ${key}`
    return
  }
  const until = new Date(now.getTime() + restMs)
  await sql`
    insert into notifications.breaker as b (key, failures, changed_at) values (${key}, 1, ${now})
    on conflict (key) do update set failures = b.failures + 1, changed_at = ${now},
      open_until = case when b.failures + 1 >= ${threshold} then ${until}::timestamptz end`
}
