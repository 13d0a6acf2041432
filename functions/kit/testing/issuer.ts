import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTHeaderParameters, SignJWT } from 'jose'
import { type Verify, verifier } from '../identity/verifier.ts'

const issuer = 'https://issuer.test'
const audience = 'zerodue'

export interface TestIssuer {
  issuer: string
  audience: string
  verify: Verify
  jwks: JSONWebKeySet
  /** A token of this user, valid for 15 minutes. A test breaks it with `claims` and `header`. */
  token(userId: string, claims?: Record<string, unknown>, header?: Partial<JWTHeaderParameters>): Promise<string>
}

/** Signs tokens with its own key pair, so that most tests need no sign-up. */
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
