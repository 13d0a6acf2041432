import * as v from 'valibot'
import { guardEntries, nowhere } from '../../kit/guard/addresses.ts'
import type { Guard } from '../../kit/guard/request.ts'
import { ownSecret } from '../../kit/settings/settings.ts'
import type { IdentitySettings } from '../identity/settings.ts'

export const oauthSettings = {
  /** Authenticates the assistant, which exchanges tokens. The assistant has the same one. */
  ASSISTANT_SECRET: ownSecret('assistant'),
  /** Whether any program may register itself as a client (RFC 7591). */
  OAUTH_REGISTRATION: v.optional(v.picklist(['true', 'false'], 'must be true or false'), 'false'),
  ...guardEntries,
}

/** How long the server of a metadata document may take. */
const timeoutMs = 5_000

export interface OAuthSettings {
  issuer: string
  /** The address of the MCP server: the only one that tokens are issued for. */
  resource: string
  assistantSecret: string
  registration: boolean
  guard: Guard
}

type Values = v.InferOutput<v.ObjectSchema<typeof oauthSettings, undefined>>

export const oauthOf = (
  { ASSISTANT_SECRET, OAUTH_REGISTRATION, WEBHOOK_ALLOW }: Values,
  { publicUrl }: IdentitySettings,
  assistantUrl = publicUrl,
): OAuthSettings => ({
  issuer: publicUrl,
  resource: `${assistantUrl}/mcp`,
  assistantSecret: ASSISTANT_SECRET,
  registration: OAUTH_REGISTRATION === 'true',
  guard: { allowed: WEBHOOK_ALLOW ?? nowhere, timeoutMs },
})
