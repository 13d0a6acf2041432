import { invalidToken, notSignedIn } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'
import type { Caller, Identify } from '../http/api.ts'
import type { Verified, Verify } from './verifier.ts'

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

/** A user who signed in has every scope. */
export const callerOf = ({ userId, issuedAt, until }: Omit<Verified, 'until'> & Partial<Verified>): Caller => ({
  userId,
  actor: { kind: 'user', id: userId },
  scopes: ['read', 'write'],
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
