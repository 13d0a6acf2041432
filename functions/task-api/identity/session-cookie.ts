import type { Context } from 'hono'
import { getSignedCookie } from 'hono/cookie'
import type { Sql } from '../../kit/postgres/connect.ts'
import type { IdentitySettings } from './settings.ts'

/** Browsers keep a cookie of this prefix from being set without TLS. */
export const sessionCookie = (publicUrl: string): string =>
  `${publicUrl.startsWith('https:') ? '__Secure-' : ''}zerodue.session_token`

export interface Session {
  userId: string
  since: Date
}

/**
 * The session of a request, from its signed cookie and one row. The library that made both stays unloaded: importing
 * it would cost more than everything else that a cold start does.
 */
export async function findSession(
  c: Context,
  sql: Sql,
  { publicUrl, secret }: IdentitySettings,
): Promise<Session | undefined> {
  const token = await getSignedCookie(c, secret, sessionCookie(publicUrl))
  if (!token) return undefined
  const [row] = await sql<Session[]>`
    select user_id as "userId", created_at as since from identity.session where token = ${token} and expires_at > now()`
  return row
}

export const expireSessionCookie = (publicUrl: string): string => {
  const secure = publicUrl.startsWith('https:')
  return `${sessionCookie(publicUrl)}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}
