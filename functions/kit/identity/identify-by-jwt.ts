import * as v from 'valibot'
import { invalidToken, notSignedIn } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'
import type { Caller, Identify } from '../http/api.ts'
import { url } from '../settings/settings.ts'
import { type VerifiedToken, type Verify, verifier } from './verifier.ts'

/** The settings of the issuer, for a function that does not sign users in itself. */
export const issuerEntries = {
  JWT_ISSUER: v.string(),
  JWT_AUDIENCE: v.optional(v.string(), 'zerodue'),
  JWKS_URL: url,
}
type Issuer = v.InferOutput<v.ObjectSchema<typeof issuerEntries, undefined>>

export const identifyByIssuer = ({ JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWKS_URL: jwksUrl }: Issuer): Identify =>
  identifyByJwt(verifier({ issuer, audience, keys: { jwksUrl } }))

/** Identifies a caller by a JWT in `Authorization: Bearer`. */
export function identifyByJwt(verify: Verify): Identify {
  return async c => {
    const token = bearerOf(c.req.header('authorization'))
    if (token === undefined) throw tokenMissing()
    const verified = await verify(token)
    if (!verified) throw tokenRefused()
    return callerOf(verified)
  }
}

/** The caller of a session or a JWT. Without limits in the token a user has every scope; the assistant has only those named. */
export const callerOf = ({
  userId,
  issuedAt,
  until,
  scopes = ['read', 'write'],
  assistantDoor,
}: Omit<VerifiedToken, 'until'> & Partial<VerifiedToken>): Caller => ({
  userId,
  actor: assistantDoor === undefined ? { kind: 'user', id: userId } : { kind: 'assistant', id: assistantDoor },
  scopes,
  since: issuedAt,
  ...(until && { until }),
})

/** The token after `Bearer`; `undefined` without the header. Another scheme counts as an invalid token. */
export function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined
  return /^Bearer +([^\s]+) *$/i.exec(authorization)?.[1] ?? ''
}

export const tokenMissing = () =>
  new Refused(refuse(notSignedIn, { headers: { 'www-authenticate': 'Bearer realm="zerodue"' } }))

export const tokenRefused = () =>
  new Refused(
    refuse(invalidToken, { headers: { 'www-authenticate': 'Bearer realm="zerodue", error="invalid_token"' } }),
  )
