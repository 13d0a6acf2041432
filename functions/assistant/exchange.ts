import { createHash } from 'node:crypto'
import { decodeJwt } from 'jose'
import { unavailable } from '../kit/core/problems.ts'
import { Refused, refuse } from '../kit/core/refusal.ts'
import type { Scope } from '../kit/http/api.ts'
import type { Log } from '../kit/log.ts'

/** A person for whom the assistant acts, and the token with which it does. */
export interface Session {
  userId: string
  /** A short-lived token of that person for the other functions. It names the assistant as the actor. */
  token: string
  scopes: readonly Scope[]
  /** The MCP client, where a person connected one. */
  clientId?: string
  /** When the token was made: one from before the deletion of its account stores nothing. */
  since: Date
  until: Date
}

export type Door = 'mcp' | 'chat'

/** Exchanges a token of a caller (RFC 8693). Answers `undefined` for a token that task-api refuses. */
export type Exchange = (subject: string, door: Door) => Promise<Session | undefined>

export interface ExchangeOptions {
  tokenUrl: string
  /** The audience that a caller's token must have. */
  resource: string
  secret: string
  now: () => Date
  log: Log
  fetch?: typeof fetch
}

/** A session is reused for this long: an ended connection or token works no longer than that. */
const reusedMs = 60_000
const mostSessions = 1_000
const longestMs = 20_000

export interface Exchanger {
  exchange: Exchange
  /** Forgets the sessions of a person whose token or connection has ended. */
  forget(userId: string): void
}

/** Task-api checks every token, so this function needs no keys. Simultaneous calls with one token share an exchange. */
export function createExchange(options: ExchangeOptions): Exchanger {
  const sessions = new Map<string, { session: Promise<Session | undefined>; atMs: number }>()
  return {
    exchange(subject, door) {
      const key = createHash('sha256').update(`${door} ${subject}`).digest('base64')
      const nowMs = options.now().getTime()
      const known = sessions.get(key)
      if (known && known.atMs <= nowMs && nowMs < known.atMs + reusedMs) return known.session
      if (sessions.size >= mostSessions) sessions.delete(sessions.keys().next().value ?? '')
      const session = askForToken(options, subject, door)
      sessions.delete(key)
      sessions.set(key, { session, atMs: nowMs })
      const isUseless = () => sessions.get(key)?.session === session && sessions.delete(key)
      session.then(made => made || isUseless(), isUseless)
      return session
    },
    forget(userId) {
      for (const [key, { session }] of sessions)
        session.then(
          made => made?.userId === userId && sessions.delete(key),
          () => {},
        )
    },
  }
}

async function askForToken(options: ExchangeOptions, subject: string, door: Door): Promise<Session | undefined> {
  const { tokenUrl, resource, secret, now, log, fetch: send = fetch } = options
  const answer = await send(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`assistant:${secret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: subject,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      resource,
      door,
    }),
    redirect: 'error',
    signal: AbortSignal.timeout(longestMs),
  }).catch((err: unknown) => {
    log.warn({ err, outcome: 'the token server is out of reach' })
    throw outOfReach()
  })
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>
  if (answer.ok) return sessionOf(body, now())
  if (answer.status === 400 && body.error === 'invalid_grant') return undefined
  log.error({ outcome: 'the token server refused an exchange', status: answer.status, code: body.error ?? body.code })
  throw outOfReach()
}

const outOfReach = () =>
  new Refused(
    refuse(unavailable, { detail: 'The server that checks tokens cannot answer.', headers: { 'retry-after': '1' } }),
  )

/** The token comes straight from its issuer; the functions that get it verify its signature. */
function sessionOf(body: Record<string, unknown>, now: Date): Session {
  const { access_token: token, scope, expires_in: seconds } = body
  const { sub = '', iat = 0, act } = decodeJwt(String(token))
  const { client_id: clientId } = (act ?? {}) as { client_id?: string }
  return {
    userId: sub,
    token: String(token),
    scopes: String(scope).split(' ') as Scope[],
    ...(clientId !== undefined && { clientId }),
    since: new Date(iat * 1000),
    until: new Date(now.getTime() + Number(seconds) * 1000),
  }
}
