import * as v from 'valibot'
import { webEntries } from '../../kit/http/cors.ts'
import { SettingsError, secret, url } from '../../kit/settings/settings.ts'

/** Who issues tokens, and the public address of this server. */
export interface IdentitySettings {
  publicUrl: string
  /** Further origins of the web client, trusted like our own. */
  webOrigins: readonly string[]
  secret: string
  issuer: string
  audience: string
  /** The keys of another issuer, which then signs users in instead of this server. */
  jwksUrl?: string
}

const webAddress = v.pipe(url, v.regex(/^https?:/, 'must begin with http:// or https://'))

export const identitySettings = {
  AUTH_SECRET: secret,
  PUBLIC_URL: webAddress,
  JWT_ISSUER: v.optional(v.string()),
  JWT_AUDIENCE: v.optional(v.string()),
  JWKS_URL: v.optional(webAddress),
  ...webEntries,
}

type Values = v.InferOutput<v.ObjectSchema<typeof identitySettings, undefined>>

/** `JWKS_URL` chooses another issuer. Its name and audience are then required: a default could admit strangers. */
export function identityOf(values: Values): IdentitySettings {
  const publicUrl = new URL(values.PUBLIC_URL).origin
  const common = { publicUrl, webOrigins: values.WEB_ORIGINS, secret: values.AUTH_SECRET }
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWKS_URL: jwksUrl } = values
  if (!jwksUrl) return { ...common, issuer: issuer ?? publicUrl, audience: audience ?? 'zerodue' }
  if (issuer && audience) return { ...common, issuer, audience, jwksUrl }
  throw new SettingsError('The settings are not complete: JWKS_URL also needs JWT_ISSUER and JWT_AUDIENCE.')
}
