import type { Context } from 'hono'
import { invalidToken, notSignedIn, originRefused, scopeMissing, unavailable } from '../../kit/core/problems.ts'
import { type Problem, Refused, refuse } from '../../kit/core/refusal.ts'
import type { Scope } from '../../kit/http/api.ts'
import type { Places } from '../../kit/http/places.ts'
import { bearerOf } from '../../kit/identity/identify-by-jwt.ts'
import type { Exchange, Session } from '../exchange.ts'
import { requireKnownHost, requireKnownOrigin } from '../known-origin.ts'
import type { McpAddress } from '../settings.ts'
import type { Api } from '../tools/api.ts'
import type { TurnDeps } from './talk.ts'

export interface ChatDoor extends TurnDeps {
  address: McpAddress
  exchange: Exchange
  apiOf(session: Session, signal: AbortSignal): Api
  /** Signs the cursors of lists. */
  cursorSecret: string
  places: Places
}

export interface ChatDeps {
  chat: ChatDoor
}

/** The refusals of every route that knows its caller. */
export const callers = [notSignedIn, invalidToken, scopeMissing, originRefused, unavailable] as const

/** The cookie of a session, which task-api checks: this function neither reads it nor keeps it. */
const sessionCookie = /(?:^|;\s*)((?:__Secure-)?zerodue\.session_token=[^;\s]+)/

/** The person behind a request, by a token or by the cookie of the web client. */
export async function authenticate(door: ChatDoor, c: Context, scope: Scope): Promise<Session> {
  requireKnownHost(c, door.address)
  requireKnownOrigin(c, door.address)
  const subject = bearerOf(c.req.header('authorization')) ?? sessionCookie.exec(c.req.header('cookie') ?? '')?.[1]
  if (subject === undefined) throw refusedWith(notSignedIn, '')
  const session = await door.exchange(subject, 'chat')
  if (!session) throw refusedWith(invalidToken, ', error="invalid_token"')
  if (!session.scopes.includes(scope)) throw new Refused(refuse(scopeMissing))
  return session
}

const refusedWith = (problem: Problem, more: string) =>
  new Refused(refuse(problem, { headers: { 'www-authenticate': `Bearer realm="zerodue"${more}` } }))
