import * as v from 'valibot'
import { connectionNotFound, invalidClient, quotaReached } from '../../domain/problems.ts'
import { notAllowed, routeNotFound, tooManyRequests } from '../../kit/core/problems.ts'
import { Refused, refuse } from '../../kit/core/refusal.ts'
import { closed } from '../../kit/core/schema.ts'
import { route } from '../../kit/http/api.ts'
import { requirePerson } from '../../kit/identity/person-only.ts'
import { addressOf } from '../identity/address.ts'
import type { MeDeps } from '../identity/me-routes.ts'
import { countAttempt, limits } from '../identity/throttle.ts'
import { inWork } from '../work.ts'
import { type AuthorizationDeps, AuthorizationQuery } from './authorization-request.ts'
import { Asked, Decided, Decision, decideAuthorization, showAuthorization } from './authorize.ts'
import { ConnectionPage, endConnection, listConnections } from './connections.ts'
import { type ExchangeDeps, exchange } from './exchange.ts'
import { failed, formTypes, isFailure, maxFormBytes, OAuthError, parametersOf } from './form.ts'
import { Tokens } from './issue-tokens.ts'
import { exchangeGrant, metadata, ServerMetadata } from './metadata.ts'
import { redeemCode } from './redeem-code.ts'
import { refresh } from './refresh.ts'
import { Registered, Registration, registerClient } from './register-client.ts'
import { revoke } from './revoke.ts'

const tag = 'oauth'
const authorization = { tag, path: '/api/oauth/authorization' } as const
const form = { types: formTypes, maxBytes: maxFormBytes } as const

export type OAuthDeps = MeDeps & AuthorizationDeps & ExchangeDeps

export const oauthRoutes = [
  route(
    {
      tag,
      method: 'get',
      path: '/.well-known/oauth-authorization-server',
      id: 'getAuthorizationServer',
      summary: 'The endpoints of this authorization server (RFC 8414)',
      answers: { 200: ServerMetadata },
    },
    async ({ oauth }: OAuthDeps) => metadata(oauth),
  ),

  route(
    {
      ...authorization,
      method: 'get',
      id: 'getAuthorization',
      summary: 'What a client asks for, for the page on which the user decides',
      scope: 'read',
      query: AuthorizationQuery,
      answers: { 200: Asked },
      refusals: [invalidClient, notAllowed, tooManyRequests],
    },
    async (deps: OAuthDeps, { c, caller, query }) => {
      requireSession(c.req.header('authorization'))
      return showAuthorization(deps, caller, query)
    },
  ),
  route(
    {
      ...authorization,
      method: 'post',
      id: 'decideAuthorization',
      summary: 'Allow or deny what a client asks for',
      scope: 'write',
      body: Decision,
      answers: { 200: Decided },
      refusals: [invalidClient, notAllowed, quotaReached, tooManyRequests],
    },
    async (deps: OAuthDeps, { c, caller, body }) => {
      requireSession(c.req.header('authorization'))
      return decideAuthorization(deps, caller, body)
    },
  ),

  route(
    {
      tag,
      method: 'post',
      path: '/api/oauth/token',
      id: 'issueToken',
      summary: 'Redeem a code, refresh tokens, or, for the assistant, exchange a token',
      rawBody: form,
      answers: { 200: Tokens, 400: OAuthError, 401: OAuthError },
      refusals: [tooManyRequests],
    },
    async (deps: OAuthDeps, { c, raw }) => {
      const parameters = parametersOf(raw)
      if (isFailure(parameters)) return parameters
      if (parameters.grant_type === exchangeGrant) return exchange(deps, c, parameters)
      await countAttempt(deps.sql, limits.token, addressOf(c))
      if (parameters.grant_type === 'authorization_code') return redeemCode(deps, parameters)
      if (parameters.grant_type === 'refresh_token') return refresh(deps, parameters)
      return failed('unsupported_grant_type', 'The grant types are authorization_code and refresh_token.')
    },
  ),
  route(
    {
      tag,
      method: 'post',
      path: '/api/oauth/revoke',
      id: 'revokeOAuthToken',
      summary: 'Revoke a token (RFC 7009): a refresh token ends its connection',
      rawBody: form,
      answers: { 200: v.object({}), 400: OAuthError },
      refusals: [tooManyRequests],
    },
    async (deps: OAuthDeps, { c, raw }) => {
      await countAttempt(deps.sql, limits.token, addressOf(c))
      return revoke(deps, raw)
    },
  ),
  route(
    {
      tag,
      method: 'post',
      path: '/api/oauth/register',
      id: 'registerClient',
      summary: 'Register a client (RFC 7591), where OAUTH_REGISTRATION allows it',
      body: Registration,
      maxBytes: maxFormBytes,
      answers: { 201: Registered, 400: OAuthError },
      refusals: [routeNotFound, tooManyRequests],
    },
    async ({ sql, oauth, now }: OAuthDeps, { c, body }) => {
      if (!oauth.registration) return refuse(routeNotFound, { detail: 'Clients do not register themselves here.' })
      await countAttempt(sql, limits.registration, addressOf(c))
      return registerClient(sql, body, now())
    },
  ),

  route(
    {
      tag,
      method: 'get',
      path: '/api/me/connections',
      id: 'listConnections',
      summary: 'The MCP clients that I have connected, and when each was last used',
      scope: 'read',
      answers: { 200: ConnectionPage },
      refusals: [notAllowed],
    },
    async ({ sql }: OAuthDeps, { caller }) => {
      requirePerson(caller)
      return listConnections(sql, caller)
    },
  ),
  route(
    {
      tag,
      method: 'delete',
      path: '/api/me/connections/{id}',
      id: 'endConnection',
      summary: 'End a connection with all its tokens',
      scope: 'write',
      params: closed({ id: v.pipe(v.string(), v.uuid()) }),
      missing: connectionNotFound,
      answers: { 204: null },
      refusals: [connectionNotFound, notAllowed],
    },
    async (deps: OAuthDeps, request) => {
      requirePerson(request.caller)
      return inWork(deps, request, work => endConnection(work, request.params.id))
    },
  ),
]

/** Only a page with the session cookie may decide: a short token must not make a lasting connection. */
function requireSession(bearer: string | undefined): void {
  if (bearer !== undefined)
    throw new Refused(refuse(notAllowed, { detail: 'Only the web client can do this, with its session.' }))
}
