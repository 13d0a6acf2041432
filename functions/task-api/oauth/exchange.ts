import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { SignJWT } from 'jose'
import * as v from 'valibot'
import { type Answer, ok } from '../../kit/http/answer.ts'
import type { Outcome, Scope } from '../../kit/http/api.ts'
import type { Verify } from '../../kit/identity/verifier.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { addressOf } from '../identity/address.ts'
import { findSessionIn } from '../identity/session-cookie.ts'
import type { IdentitySettings } from '../identity/settings.ts'
import { countAttempt, limits } from '../identity/throttle.ts'
import { findTokenCaller, isApiToken } from '../identity/tokens.ts'
import { isAccountGone } from '../work.ts'
import { failed, invalidGrant, isFailure, readForm } from './form.ts'
import { hashOfToken } from './issue-tokens.ts'
import { scopesIn } from './scopes.ts'
import type { OAuthSettings } from './settings.ts'
import type { SigningKey } from './signing-key.ts'

export interface ExchangeDeps {
  sql: Sql
  identity: IdentitySettings
  oauth: OAuthSettings
  verify: Verify
  signingKey: () => Promise<SigningKey>
  now: () => Date
}

const tokenType = (name: string) => `urn:ietf:params:oauth:token-type:${name}`

const Exchange = v.object({
  subject_token: v.string(),
  subject_token_type: v.literal(tokenType('access_token')),
  requested_token_type: v.exactOptional(v.picklist([tokenType('access_token'), tokenType('jwt')])),
  resource: v.string(),
  door: v.picklist(['mcp', 'chat']),
  scope: v.exactOptional(v.string()),
})
type Exchange = v.InferOutput<typeof Exchange>

/** The user behind the token that the assistant received. */
interface Subject {
  userId: string
  scopes: readonly Scope[]
  until?: Date
  clientId?: string
}

const lifetimeSeconds = 300

/** RFC 8693: the assistant gets a short token of the user for the other functions, which names the assistant as actor. */
export async function exchange(deps: ExchangeDeps, c: Context, parameters: Record<string, string>): Promise<Outcome> {
  const { oauth, sql } = deps
  if (!isAssistant(c.req.header('authorization'), oauth.assistantSecret)) {
    await countAttempt(sql, limits.assistant, addressOf(c))
    return failed('invalid_client', 'Only the assistant exchanges tokens.', {
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="zerodue"' },
    })
  }
  const form = readForm(Exchange, parameters)
  if (isFailure(form)) return form
  if (form.resource !== oauth.resource)
    return failed('invalid_target', `Tokens are exchanged for ${oauth.resource} only.`)
  const subject = await subjectOf(deps, form)
  if (!subject) return invalidGrant('The subject token is not valid.')
  const scopes = form.scope === undefined ? [...subject.scopes] : scopesIn(form.scope, subject.scopes)
  if (!scopes) return failed('invalid_scope', `The subject token has the scopes ${subject.scopes.join(' ')}.`)
  return answer(deps, form, subject, scopes)
}

async function answer(deps: ExchangeDeps, { door }: Exchange, subject: Subject, scopes: Scope[]): Promise<Answer> {
  const { identity, now } = deps
  const seconds = Math.floor(now().getTime() / 1000)
  const end = Math.min(seconds + lifetimeSeconds, Math.floor((subject.until?.getTime() ?? Infinity) / 1000))
  if (end <= seconds) return invalidGrant('The subject token has expired.')
  const { kid, key } = await deps.signingKey()
  const scope = scopes.join(' ')
  const act = { sub: 'assistant', door, ...(subject.clientId && { client_id: subject.clientId }) }
  const token = await new SignJWT({ scope, act })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setIssuer(identity.issuer)
    .setAudience(identity.audience)
    .setSubject(subject.userId)
    .setIssuedAt(seconds)
    .setExpirationTime(end)
    .sign(key)
  return ok({
    access_token: token,
    issued_token_type: tokenType('jwt'),
    token_type: 'Bearer',
    expires_in: end - seconds,
    scope,
  })
}

async function subjectOf(deps: ExchangeDeps, { subject_token: token, door }: Exchange): Promise<Subject | undefined> {
  const { sql, now } = deps
  const hash = hashOfToken('zda', token)
  if (hash) return byAccessToken(deps, hash)
  if (isApiToken(token)) return findTokenCaller(sql, token, now())
  if (door !== 'chat') return undefined
  // Only a cookie has a name before its value.
  return token.includes('=') ? bySession(deps, token) : byJwt(deps, token)
}

async function byAccessToken({ sql, oauth, now }: ExchangeDeps, hash: Buffer): Promise<Subject | undefined> {
  const [row] = await sql<
    { user_id: string; client_id: string; scopes: Scope[]; resource: string; expires_at: Date }[]
  >`select * from identity.use_access_token(${hash}, ${now()})`
  if (!row || row.resource !== oauth.resource) return undefined
  return { userId: row.user_id, clientId: row.client_id, scopes: row.scopes, until: row.expires_at }
}

/** The cookie of a person in the web client, which the assistant received and hands on as it is. */
async function bySession({ sql, identity }: ExchangeDeps, cookie: string): Promise<Subject | undefined> {
  if (identity.jwksUrl) return undefined
  const session = await findSessionIn(cookie, sql, identity)
  return session && { userId: session.userId, scopes: ['read', 'write'] }
}

/** The token of a person in the web client. A token of the assistant gives no further one. */
async function byJwt({ sql, verify }: ExchangeDeps, token: string): Promise<Subject | undefined> {
  const verified = await verify(token)
  if (!verified || verified.assistantDoor !== undefined) return undefined
  const { userId, issuedAt, until, scopes = ['read', 'write'] } = verified
  try {
    await sql`select identity.begin_write(${userId}, ${issuedAt})`
  } catch (error) {
    if (isAccountGone(error)) return undefined
    throw error
  }
  return { userId, scopes, until }
}

/** Compares hashes, so that the time says nothing about the secret. */
function isAssistant(authorization: string | undefined, secret: string): boolean {
  const given = /^Basic +([\w+/=-]+) *$/i.exec(authorization ?? '')?.[1] ?? ''
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(Buffer.from(given, 'base64').toString()), digest(`assistant:${secret}`))
}
