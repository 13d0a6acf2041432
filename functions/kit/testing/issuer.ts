import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTHeaderParameters, SignJWT } from 'jose'
import { type Verify, verifier } from '../identity/verifier.ts'

const issuer = 'https://issuer.test'
const audience = 'zerodue'

export interface TestIssuer {
  issuer: string
  audience: string
  verify: Verify
  jwks: JSONWebKeySet
  /** A token of that user, good for 15 minutes. `claims` and `header` change what a test wants wrong. */
  token(userId: string, claims?: Record<string, unknown>, header?: Partial<JWTHeaderParameters>): Promise<string>
}

/** Signs tokens with a key pair of its own, so that a test of tasks needs no sign-up. */
export async function testIssuer(now: () => Date = () => new Date()): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA' }] }
  return {
    issuer,
    audience,
    jwks,
    verify: verifier({ issuer, audience, keys: { jwks }, now }),
    token: (userId, claims = {}, header = {}) => {
      const iat = Math.floor(now().getTime() / 1000)
      return new SignJWT({ sub: userId, iss: issuer, aud: audience, iat, exp: iat + 900, ...claims })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'test', ...header })
        .sign(privateKey)
    },
  }
}
