import type { Context } from 'hono'
import { parseSigned } from 'hono/utils/cookie'
import { originRefused } from '../../kit/core/problems.ts'
import { Refused, refuse } from '../../kit/core/refusal.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import type { IdentitySettings } from './settings.ts'

/** Browsers accept a cookie with this prefix only over TLS. */
export const sessionCookie = (publicUrl: string): string =>
  `${publicUrl.startsWith('https:') ? '__Secure-' : ''}zerodue.session_token`

interface Session {
  userId: string
  since: Date
}

/**
 * The session of a request, by its signed cookie and one row. It does not need the library that made both: importing
 * that would cost more than the rest of a cold start.
 */
export const findSession = (c: Context, sql: Sql, settings: IdentitySettings): Promise<Session | undefined> =>
  findSessionIn(c.req.header('cookie') ?? '', sql, settings)

/** The same for the text of cookies, as another function hands it on. */
export async function findSessionIn(
  cookies: string,
  sql: Sql,
  { publicUrl, secret }: IdentitySettings,
): Promise<Session | undefined> {
  const name = sessionCookie(publicUrl)
  const { [name]: token } = await parseSigned(cookies, secret, name)
  if (!token) return undefined
  const [row] = await sql<Session[]>`
    select user_id as "userId", created_at as since from identity.session where token = ${token} and expires_at > now()`
  return row
}

export const expireSessionCookie = (publicUrl: string): string => {
  const secure = publicUrl.startsWith('https:')
  return `${sessionCookie(publicUrl)}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

/**
 * Refuses a write from a page of another site, unless the settings list that origin. A program sends no origin, and
 * nobody can make it send a cookie.
 */
export function requireSameOrigin(c: Context, { publicUrl, webOrigins }: IdentitySettings): void {
  const origin = c.req.header('origin')
  if (origin !== undefined && webOrigins.includes(origin)) return
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refused(refuse(originRefused))
  if (origin !== undefined && !isOwn(origin, publicUrl, c.req.header('host'))) throw new Refused(refuse(originRefused))
}

/** A server without TLS is a laptop with several names: there the page may have the host of the request. */
const isOwn = (origin: string, publicUrl: string, host: string | undefined) =>
  origin === publicUrl || (publicUrl.startsWith('http://') && origin === `http://${host}`)
