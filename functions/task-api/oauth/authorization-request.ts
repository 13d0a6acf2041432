import * as v from 'valibot'
import { invalidClient } from '../../domain/problems.ts'
import { isRefusal, type Refusal, refuse } from '../../kit/core/refusal.ts'
import type { Scope } from '../../kit/http/api.ts'
import type { Client } from './client-metadata.ts'
import type { FindClient } from './find-client.ts'
import { isRegistered, withParameters } from './redirect-uri.ts'
import { allScopes, scopesIn } from './scopes.ts'
import type { OAuthSettings } from './settings.ts'

const parameter = (max: number) => v.exactOptional(v.pipe(v.string(), v.maxLength(max)))

/** The query of the page. OAuth ignores unknown parameters. */
export const AuthorizationQuery = v.looseObject({
  response_type: parameter(100),
  client_id: parameter(500),
  redirect_uri: parameter(2000),
  code_challenge: parameter(200),
  code_challenge_method: parameter(100),
  scope: parameter(1000),
  state: parameter(4000),
  resource: parameter(2000),
})
export type AuthorizationQuery = v.InferOutput<typeof AuthorizationQuery>

/** A request without a fault. */
export interface AuthorizationRequest {
  client: Client
  redirectUri: string
  challenge: string
  scopes: Scope[]
  resource: string
}

export interface Redirect {
  redirectTo: string
}

export interface AuthorizationDeps {
  oauth: OAuthSettings
  findClient: FindClient
}

/**
 * Checks the request of a client. A fault in the client or in its redirect address is a refusal for the person: nothing may be
 * sent to an address that is not certain. Every other fault goes back to the client.
 */
export async function readAuthorization(
  { oauth, findClient }: AuthorizationDeps,
  query: AuthorizationQuery,
  userId: string,
  fresh?: 'fresh',
): Promise<AuthorizationRequest | Redirect | Refusal> {
  const { client_id: clientId, redirect_uri: redirectUri } = query
  if (!clientId) return refuse(invalidClient, { detail: 'The request does not name a program.' })
  const client = await findClient(clientId, userId, fresh)
  if (isRefusal(client)) return client
  if (!redirectUri || !isRegistered(redirectUri, client.redirectUris))
    return refuse(invalidClient, { detail: 'The program does not list the address to which the answer would go.' })

  const challenge = query.code_challenge ?? ''
  const scopes = query.scope?.trim() ? scopesIn(query.scope, allScopes) : [...allScopes]
  const fault = faultOf(query, challenge, scopes, oauth.resource)
  if (fault || !scopes) {
    const [error, error_description] = fault ?? invalidScope
    return answerTo(redirectUri, query, oauth, { error, error_description })
  }
  return { client, redirectUri, challenge, scopes, resource: oauth.resource }
}

/** The address of the client with the answer to its request (RFC 9207 adds `iss`). */
export const answerTo = (
  redirectUri: string,
  { state }: AuthorizationQuery,
  { issuer }: OAuthSettings,
  answer: Record<string, string>,
): Redirect => ({ redirectTo: withParameters(redirectUri, { ...answer, state, iss: issuer }) })

const invalidScope: readonly [error: string, description: string] = ['invalid_scope', 'The scopes are read and write.']

function faultOf(
  { response_type: type, code_challenge_method: method, resource: wanted }: AuthorizationQuery,
  challenge: string,
  scopes: Scope[] | undefined,
  resource: string,
): readonly [error: string, description: string] | undefined {
  if (type !== 'code') return ['unsupported_response_type', 'response_type must be code.']
  if (method !== 'S256' || !/^[\w-]{43}$/.test(challenge))
    return ['invalid_request', 'PKCE is required: a code_challenge with the method S256.']
  if (!scopes) return invalidScope
  return isResource(wanted, resource) ? undefined : ['invalid_target', `Tokens are issued for ${resource} only.`]
}

/** Clients of older revisions of MCP do not name the resource. There is only one. */
export const isResource = (wanted: string | undefined, resource: string): boolean =>
  wanted === undefined || wanted === resource || (URL.canParse(wanted) && new URL(wanted).href === resource)
