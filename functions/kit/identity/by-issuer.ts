import * as v from 'valibot'
import type { Identify } from '../http/api.ts'
import { url } from '../settings/settings.ts'
import { identifyByJwt } from './identify-by-jwt.ts'
import { verifier } from './verifier.ts'

/** Whose tokens count, for a function that signs nobody in itself. */
export const issuerEntries = {
  JWT_ISSUER: v.string(),
  JWT_AUDIENCE: v.optional(v.string(), 'zerodue'),
  JWKS_URL: url,
}
type Issuer = v.InferOutput<v.ObjectSchema<typeof issuerEntries, undefined>>

export const identifyByIssuer = ({ JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWKS_URL: jwksUrl }: Issuer): Identify =>
  identifyByJwt(verifier({ issuer, audience, keys: { jwksUrl } }))
