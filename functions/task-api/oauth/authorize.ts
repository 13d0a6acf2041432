import * as v from 'valibot'
import { invalidRequest } from '../../kit/core/problems.ts'
import { isRefusal, type Refusal, refuse } from '../../kit/core/refusal.ts'
import { closed, text } from '../../kit/core/schema.ts'
import { type Answer, ok } from '../../kit/http/answer.ts'
import type { Caller, Outcome, Scope } from '../../kit/http/api.ts'
import { queryOf, valid } from '../../kit/http/validate.ts'
import { hashOf } from '../identity/secret.ts'
import { Scopes } from '../identity/tokens.ts'
import { reached } from '../quota.ts'
import { inWork, type Work, type WorkDeps } from '../work.ts'
import {
  type AuthorizationDeps,
  AuthorizationQuery,
  type AuthorizationRequest,
  answerTo,
  readAuthorization,
} from './authorization-request.ts'
import { newSecret } from './issue-tokens.ts'
import { isLoopback, redirectHost } from './redirect-uri.ts'

const RedirectAnswer = closed({ redirectTo: v.string() })

/** What the page of consent shows, or the address to which it goes at once. */
export const Asked = v.union([
  closed({
    client: closed({
      id: v.string(),
      name: v.string(),
      uri: v.nullable(v.string()),
      /** The host of the metadata document; null: the client registered itself. */
      host: v.nullable(v.string()),
      verified: v.boolean(),
    }),
    redirectHost: v.string(),
    /** Whether the answer goes to a program on the computer of the user. */
    loopback: v.boolean(),
    scopes: Scopes,
    resource: v.string(),
  }),
  RedirectAnswer,
])
export const Decided = RedirectAnswer

export const Decision = closed({
  /** The query of the page, unchanged. */
  query: text(1, 12_000),
  decision: v.picklist(['allow', 'deny'], 'must be allow or deny'),
  /** The scopes that the user allows; absent: those that were asked for. */
  scopes: v.exactOptional(Scopes),
})
type Decision = v.InferOutput<typeof Decision>

/** Checks a request and describes it for the page that asks the user. */
export async function showAuthorization(
  deps: AuthorizationDeps,
  { userId }: Caller,
  query: AuthorizationQuery,
): Promise<Answer | Refusal> {
  const request = await readAuthorization(deps, query, userId)
  if (isRefusal(request)) return request
  if ('redirectTo' in request) return ok(request)
  const { client, redirectUri, scopes, resource } = request
  const { id, name, uri, host } = client
  return ok({
    client: { id, name, uri, host, verified: host !== null },
    redirectHost: redirectHost(redirectUri),
    loopback: isLoopback(redirectUri),
    scopes,
    resource,
  })
}

/** Checks the same request again, and gives the client a code, or the user's no. */
export async function decideAuthorization(
  deps: AuthorizationDeps & WorkDeps,
  caller: Caller,
  { query: text, decision, scopes }: Decision,
): Promise<Outcome> {
  const query = valid(AuthorizationQuery, queryOf(AuthorizationQuery, new URLSearchParams(text)), 'query')
  const request = await readAuthorization(deps, query, caller.userId, 'fresh')
  if (isRefusal(request)) return request
  if ('redirectTo' in request) return ok(request)
  const { redirectUri } = request
  if (decision === 'deny') return ok(answerTo(redirectUri, query, deps.oauth, { error: 'access_denied' }))
  const allowed = scopes ?? request.scopes
  if (!allowed.every(scope => request.scopes.includes(scope)))
    return refuse(invalidRequest, { errors: [{ path: 'scopes', message: 'must be among those that were asked for' }] })
  return inWork(deps, { caller }, async work => {
    const code = newSecret('zdc')
    const refusal = await insertCode(work, code, request, allowed)
    return refusal ?? ok(answerTo(redirectUri, query, deps.oauth, { code }))
  })
}

const codeMs = 60_000

async function insertCode(
  { tx, caller: { userId }, now, quota }: Work,
  code: string,
  { client, redirectUri, challenge, resource }: AuthorizationRequest,
  scopes: Scope[],
): Promise<Refusal | undefined> {
  await tx`select pg_advisory_xact_lock(hashtext('zerodue.connection'), hashtext(${userId}))`
  const [row] = await tx<[{ count: number }]>`
    select
      (select count(*)::int from identity.connection where user_id = ${userId}) +
      (select count(*)::int from identity.authorization_code
       where user_id = ${userId} and connection_id is null and expires_at > ${now}) as count`
  if (row.count >= quota.maxTokens) return reached('connections', quota.maxTokens)
  await tx`
    insert into identity.authorization_code ${tx({
      hash: hashOf(code),
      user_id: userId,
      client_id: client.id,
      client_name: client.name,
      client_uri: client.uri,
      redirect_uri: redirectUri,
      challenge,
      scopes,
      resource,
      created_at: now,
      expires_at: new Date(now.getTime() + codeMs),
    })}`
  return undefined
}
