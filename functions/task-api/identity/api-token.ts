import { createHash, randomBytes } from 'node:crypto'
import type { Sql } from '../../shared/database/connect.ts'
import type { Caller, Scope } from '../../shared/runtime/api.ts'

/** 32 random bytes: too many to guess, so a plain hash of them is safe to keep. */
export const newApiToken = (): string => `zd_${randomBytes(32).toString('base64url')}`

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
