import * as v from 'valibot'
import { type Answer, ok } from '../../kit/http/answer.ts'
import { allScopes } from './scopes.ts'
import type { OAuthSettings } from './settings.ts'

export const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'

const names = v.array(v.string())
export const ServerMetadata = v.object({
  issuer: v.string(),
  authorization_endpoint: v.string(),
  token_endpoint: v.string(),
  revocation_endpoint: v.string(),
  registration_endpoint: v.exactOptional(v.string()),
  scopes_supported: names,
  response_types_supported: names,
  response_modes_supported: names,
  grant_types_supported: names,
  code_challenge_methods_supported: names,
  token_endpoint_auth_methods_supported: names,
  revocation_endpoint_auth_methods_supported: names,
  client_id_metadata_document_supported: v.boolean(),
  authorization_response_iss_parameter_supported: v.boolean(),
})

/** RFC 8414: what a client needs to know of this server. The exchange is for the assistant alone, so it is not named. */
export const metadata = ({ issuer, registration }: OAuthSettings): Answer =>
  ok({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/api/oauth/token`,
    revocation_endpoint: `${issuer}/api/oauth/revoke`,
    ...(registration && { registration_endpoint: `${issuer}/api/oauth/register` }),
    scopes_supported: allScopes,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    client_id_metadata_document_supported: true,
    authorization_response_iss_parameter_supported: true,
  })
