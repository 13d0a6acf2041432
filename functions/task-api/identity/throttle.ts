import { createHash } from 'node:crypto'
import { tooManyRequests } from '../../kit/core/problems.ts'
import { Refused, refuse } from '../../kit/core/refusal.ts'
import type { Sql } from '../../kit/postgres/connect.ts'

interface Limit {
  name: string
  most: number
  windowSeconds: number
}

/** The limit of an account slows guesses from any number of addresses; one address may serve a whole office. */
export const limits = {
  account: { name: 'account', most: 10, windowSeconds: 900 },
  address: { name: 'address', most: 100, windowSeconds: 900 },
  signUp: { name: 'sign-up', most: 300, windowSeconds: 3_600 },
  /** Codes and tokens are too long to guess: this bounds only the load. One address may serve many users of a program. */
  token: { name: 'token', most: 3_000, windowSeconds: 900 },
  /** Wrong secrets of the assistant. */
  assistant: { name: 'assistant', most: 30, windowSeconds: 900 },
  registration: { name: 'registration', most: 30, windowSeconds: 3_600 },
  /** Metadata documents that one user lets this server fetch. */
  clientDocument: { name: 'client-document', most: 60, windowSeconds: 900 },
} as const satisfies Record<string, Limit>

/**
 * Counts an attempt by the name of an account or address and refuses too many. It counts in the database, for all
 * replicas. A window begins with its first attempt; refused attempts do not extend it.
 */
export async function countAttempt(sql: Sql, limit: Limit, subject: string): Promise<void> {
  const [row] = await sql<[{ count: number; seconds: number }]>`
    insert into identity.attempt as a (key, count, until)
    values (${keyOf(limit, subject)}, 1, now() + ${limit.windowSeconds} * interval '1 second')
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

/** A successful sign-in resets the count. */
export const forgetAttempts = (sql: Sql, limit: Limit, subject: string) =>
  sql`delete from identity.attempt where key = ${keyOf(limit, subject)}`

const keyOf = ({ name }: Limit, subject: string) => createHash('sha256').update(`${name} ${subject}`).digest()
