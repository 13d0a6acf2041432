import { createHash } from 'node:crypto'
import type { Sql } from '../../kit/postgres/connect.ts'
import type { Kind } from '../channel.ts'

/** This many failures in a row open the breaker. */
const threshold = 5
const openMs = 5 * 60_000

/**
 * The server of a delivery. All people share the breaker of the mail server. For servers that people name, each person has
 * their own, so that nobody opens a breaker for others.
 */
export function breakerKey(kind: Kind, userId: string, destination: string): string {
  if (kind === 'email') return 'mail'
  return createHash('sha256')
    .update(`${userId}\n${new URL(destination).origin}`)
    .digest('base64url')
}

/**
 * How long an open breaker blocks this server. A half-open breaker admits exactly one probe, which opens it again for the
 * others until its result is known. A second request at the same moment still reads the old `open_until`, and waits too.
 */
export async function blockedUntil(sql: Sql, key: string, now: Date): Promise<Date | undefined> {
  const until = new Date(now.getTime() + openMs)
  const [row] = await sql<{ open_until: Date }[]>`
    with probe as (
      update notifications.breaker set open_until = ${until}, changed_at = ${now}
      where key = ${key} and open_until <= ${now} returning key)
    select greatest(open_until, case when open_until <= ${now} then ${until}::timestamptz end) as open_until
    from notifications.breaker where key = ${key} and open_until is not null and not exists (select from probe)`
  return row?.open_until
}

/** Any answer closes the breaker, also one that refuses the message. A failure of the server counts. */
export async function recordResult(sql: Sql, key: string, failed: boolean, now: Date): Promise<void> {
  if (!failed) {
    await sql`delete from notifications.breaker where key = ${key}`
    return
  }
  const until = new Date(now.getTime() + openMs)
  await sql`
    insert into notifications.breaker as b (key, failures, changed_at) values (${key}, 1, ${now})
    on conflict (key) do update set failures = b.failures + 1, changed_at = ${now},
      open_until = case when b.failures + 1 >= ${threshold} then ${until}::timestamptz end`
}
