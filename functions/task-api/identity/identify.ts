import type { Context } from 'hono'
import type { Caller, Identify } from '../../kit/http/api.ts'
import { bearerOf, callerOf, tokenMissing, tokenRefused } from '../../kit/identity/identify-by-jwt.ts'
import { type Verify, verifier } from '../../kit/identity/verifier.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { ownKeys } from './own-keys.ts'
import { findSession, requireSameOrigin } from './session-cookie.ts'
import type { IdentitySettings } from './settings.ts'
import { findTokenCaller, isApiToken } from './tokens.ts'

interface IdentifyDeps {
  sql: Sql
  identity: IdentitySettings
  verify: Verify
  now: () => Date
}

/** Verifies the tokens of this server, or of the other issuer in the settings. */
export function verifierOf(sql: Sql, { issuer, audience, jwksUrl }: IdentitySettings): Verify {
  return jwksUrl
    ? verifier({ issuer, audience, keys: { jwksUrl } })
    : verifier({ issuer, audience, keys: { find: ownKeys(sql) }, algorithms: ['EdDSA'] })
}

/** Identifies the caller by an API token, a JWT, or the cookie of a session. */
export function identify(deps: IdentifyDeps): Identify {
  return async c => {
    const bearer = bearerOf(c.req.header('authorization'))
    const caller = bearer === undefined ? await byCookie(deps, c) : await byBearer(deps, bearer)
    if (caller) return caller
    throw bearer === undefined ? tokenMissing() : tokenRefused()
  }
}

async function byBearer({ sql, verify, now }: IdentifyDeps, bearer: string): Promise<Caller | undefined> {
  if (isApiToken(bearer)) return findTokenCaller(sql, bearer, now())
  const verified = await verify(bearer)
  return verified && callerOf(verified)
}

async function byCookie({ sql, identity }: IdentifyDeps, c: Context): Promise<Caller | undefined> {
  if (identity.jwksUrl) return undefined
  const session = await findSession(c, sql, identity)
  if (!session) return undefined
  if (!['GET', 'HEAD'].includes(c.req.method)) requireSameOrigin(c, identity)
  return callerOf({ userId: session.userId, issuedAt: session.since })
}
