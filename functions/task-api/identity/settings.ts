import * as v from 'valibot'
import { webEntries } from '../../kit/http/cors.ts'
import { SettingsError, secret, url } from '../../kit/settings/settings.ts'

/** Who signs users in, and where this server is seen. */
export interface IdentitySettings {
  publicUrl: string
  /** Where else the web client lives: pages of these origins are as good as our own. */
  webOrigins: readonly string[]
  secret: string
  issuer: string
  audience: string
  /** Where another issuer shows its keys. With one, nobody signs in here. */
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

type Given = v.InferOutput<v.ObjectSchema<typeof identitySettings, undefined>>

/** `JWKS_URL` chooses another issuer, whose name and audience must then be said too: a guess would let strangers in. */
export function identityOf(given: Given): IdentitySettings {
  const publicUrl = new URL(given.PUBLIC_URL).origin
  const common = { publicUrl, webOrigins: given.WEB_ORIGINS, secret: given.AUTH_SECRET }
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWKS_URL: jwksUrl } = given
  if (!jwksUrl) return { ...common, issuer: issuer ?? publicUrl, audience: audience ?? 'zerodue' }
  if (issuer && audience) return { ...common, issuer, audience, jwksUrl }
  throw new SettingsError('The settings are not complete: JWKS_URL needs JWT_ISSUER and JWT_AUDIENCE beside it.')
}
