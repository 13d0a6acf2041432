import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTHeaderParameters,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose'
import { unavailable } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'
import type { Scope } from '../http/api.ts'

/** The claims of a valid token. */
export interface VerifiedToken {
  userId: string
  /** A token from before the deletion of its account is refused later. */
  issuedAt: Date
  until: Date
  /** The scopes that the token names; absent: it has every scope. */
  scopes?: readonly Scope[]
  /** The door of the assistant that acts for the user, such as `mcp`; absent: the user acts. */
  assistantDoor?: string
}

/** Answers `undefined` for an invalid token, whatever is wrong with it. Rejects only when the keys are out of reach. */
export type Verify = (token: string) => Promise<VerifiedToken | undefined>

export interface VerifierOptions {
  issuer: string
  audience: string
  keys: { jwksUrl: string; cooldownMs?: number } | { jwks: JSONWebKeySet } | { find: JWTVerifyGetKey }
  algorithms?: readonly string[]
  now?: () => Date
}

/** Asymmetric algorithms only: a shared secret that verifies can also sign, and `none` is no signature. */
const asymmetric = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512']

const maxTokenLength = 8_192

/** Refuse older tokens, whatever lifetime the issuer gave them: after this time a deletion is final. */
const maxTokenAgeHours = 24

export function verifier(options: VerifierOptions): Verify {
  const { issuer, audience, keys, algorithms = asymmetric, now = () => new Date() } = options
  const find = keysOf(keys)
  const knownTokens = new KnownTokens()
  return async token => {
    if (token.length > maxTokenLength) return undefined
    const currentDate = now()
    try {
      const known = knownTokens.find(token, currentDate)
      if (known && (await find(known.header, partsOf(token))) === known.key) return known.verified
      const { payload, protectedHeader, key } = await jwtVerify(token, find, {
        issuer,
        audience,
        algorithms: [...algorithms],
        requiredClaims: ['sub', 'exp', 'iat'],
        maxTokenAge: `${maxTokenAgeHours}h`,
        clockTolerance: 5,
        currentDate,
      })
      const verified = subjectOf(payload)
      if (verified)
        knownTokens.add(token, { verified, header: protectedHeader, key, from: currentDate, until: verified.until })
      return verified
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined
      throw error
    }
  }
}

/** OpenID Connect allows a subject of at most 255 ASCII characters. */
function subjectOf(payload: JWTPayload): VerifiedToken | undefined {
  const { sub = '', iat = 0, act } = payload
  if (!/^[\x20-\x7e]{1,255}$/.test(sub)) return undefined
  const common = { userId: sub, issuedAt: new Date(iat * 1000), until: endOf(payload) }
  const scopes = scopesOf(payload)
  if (act === undefined) return { ...common, ...(scopes.length && { scopes }) }
  const door = doorOf(act)
  return door === undefined ? undefined : { ...common, scopes, assistantDoor: door }
}

/** The scopes of this system in the claim. Other issuers name their own there, such as `openid`. */
function scopesOf({ scope }: JWTPayload): Scope[] {
  const named = typeof scope === 'string' ? scope.split(' ') : []
  return (['read', 'write'] as const).filter(one => named.includes(one))
}

/** The claim `act` (RFC 8693) names the assistant and its door. No other actor exists, so no other claim is valid. */
function doorOf(act: unknown): string | undefined {
  if (typeof act !== 'object' || act === null) return undefined
  const { sub, door } = act as Record<string, unknown>
  return sub === 'assistant' && typeof door === 'string' && /^[\x21-\x7e]{1,50}$/.test(door) ? door : undefined
}

function partsOf(token: string) {
  const [head = '', payload = '', signature = ''] = token.split('.')
  return { protected: head, payload, signature }
}

/** The earlier of both ends, without the clock tolerance that `jwtVerify` adds. */
const endOf = ({ exp = 0, iat = 0 }: JWTPayload) => new Date(Math.min(exp, iat + maxTokenAgeHours * 3_600) * 1000)

function keysOf(keys: VerifierOptions['keys']): JWTVerifyGetKey {
  if ('find' in keys) return keys.find
  if ('jwks' in keys) return createLocalJWKSet(keys.jwks)
  const { jwksUrl, cooldownMs = 5_000 } = keys
  let remote: JWTVerifyGetKey | undefined
  return async (header, token) => {
    // Lazy, because it loads Node's HTTP client, and many cold starts verify no token.
    remote ??= createRemoteJWKSet(new URL(jwksUrl), { cooldownDuration: cooldownMs })
    try {
      return await remote(header, token)
    } catch (error) {
      if (isAboutTheToken(error)) throw error
      throw new Refused(refuse(unavailable, { detail: 'The keys of the issuer are out of reach.', headers: soon }))
    }
  }
}

const soon = { 'retry-after': '1' }

/** The issuer answered and has no key for this token. Every other error is a failure of the issuer, not of the token. */
const isAboutTheToken = (error: unknown) =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported

type Key = Awaited<ReturnType<JWTVerifyGetKey>>

interface KnownToken {
  verified: VerifiedToken
  header: JWTHeaderParameters
  /** The key that verified the signature. With another key the signature must be verified again. */
  key: Key
  from: Date
  until: Date
}

const most = 1_000

/** A cache of verified tokens: verifying a signature costs more than all other work of a read. */
class KnownTokens {
  readonly #known = new Map<string, KnownToken>()

  /** If the clock went back to before the entry was made, the token must be verified again. */
  find(token: string, now: Date): KnownToken | undefined {
    const known = this.#known.get(token)
    return known && known.from <= now && now < known.until ? known : undefined
  }

  /** Evicts the oldest entry when full; that token costs one more verification. */
  add(token: string, known: KnownToken): void {
    if (this.#known.size >= most) this.#known.delete(this.#known.keys().next().value ?? '')
    this.#known.set(token, known)
  }
}
