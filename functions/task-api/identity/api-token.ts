import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Caller, Once, Scope } from '../../kit/http/api.ts'
import type { Sql } from '../../kit/postgres/connect.ts'

/**
 * What makes the token of an id: 32 bytes, too many to guess, so that a plain hash of them is safe to keep. They are
 * random, or follow from an idempotency key: the same key shows the same token again, and nothing kept holds it.
 */
export function tokenMaker(secret: string, { userId }: Caller, once?: Once): (id: string) => string {
  const random = randomBytes(32)
  return id => {
    const seed = once && JSON.stringify(['api token', userId, once.key, once.fingerprint, id])
    const bytes = seed ? createHmac('sha256', secret).update(seed).digest() : random
    return `zd_${bytes.toString('base64url')}`
  }
}

export const isApiToken = (bearer: string): boolean => bearer.startsWith('zd_')

export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

interface OwnerRow {
  user_id: string
  id: string
  scopes: Scope[]
  created_at: Date
}

/** Whoever made the token, limited to its scopes; the token itself is the actor. */
export async function findTokenCaller(sql: Sql, token: string, now: Date): Promise<Caller | undefined> {
  if (!/^zd_[\w-]{43}$/.test(token)) return undefined
  const [row] = await sql<OwnerRow[]>`select * from identity.use_api_token(${hashOf(token)}, ${now})`
  return row && { userId: row.user_id, actor: { kind: 'token', id: row.id }, scopes: row.scopes, since: row.created_at }
}
