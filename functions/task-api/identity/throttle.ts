import { createHash } from 'node:crypto'
import { tooManyRequests } from '../../kit/core/problems.ts'
import { Refused, refuse } from '../../kit/core/refusal.ts'
import type { Sql } from '../../kit/postgres/connect.ts'

export interface Limit {
  name: string
  most: number
  windowSeconds: number
}

/** Guessing one account's password is slow from wherever the guesses come; one address may serve a whole office. */
export const limits = {
  account: { name: 'account', most: 10, windowSeconds: 900 },
  address: { name: 'address', most: 100, windowSeconds: 900 },
  signUp: { name: 'sign-up', most: 300, windowSeconds: 3_600 },
} as const satisfies Record<string, Limit>

/**
 * Counts one more attempt of `who`, in the database because every replica counts, and refuses when there were too many.
 * A window begins with its first attempt; attempts that are refused do not make it longer.
 */
export async function countAttempt(sql: Sql, limit: Limit, who: string): Promise<void> {
  const [row] = await sql<[{ count: number; seconds: number }]>`
    insert into identity.attempt as a (key, count, until)
    values (${keyOf(limit, who)}, 1, now() + ${limit.windowSeconds} * interval '1 second')
    on conflict (key) do update set
      count = case when a.until <= now() then 1 else least(a.count, ${limit.most}) + 1 end,
      until = case when a.until <= now() then excluded.until else a.until end
    returning count, ceil(extract(epoch from until - now()))::int as seconds`
  if (row.count <= limit.most) return
  const seconds = String(row.seconds)
  const headers = {
    'retry-after': seconds,
    'ratelimit-policy': `"${limit.name}";q=${limit.most};w=${limit.windowSeconds}`,
    ratelimit: `"${limit.name}";r=0;t=${seconds}`,
  }
  throw new Refused(refuse(tooManyRequests, { detail: `Try again in ${seconds} seconds.`, headers }))
}

/** Whoever got in need not count the wrong guesses before it. */
export const forgetAttempts = (sql: Sql, limit: Limit, who: string) =>
  sql`delete from identity.attempt where key = ${keyOf(limit, who)}`

const keyOf = ({ name }: Limit, who: string) => createHash('sha256').update(`${name} ${who}`).digest()
