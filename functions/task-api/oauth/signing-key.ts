import { importJWK } from 'jose'
import type { Sql } from '../../kit/postgres/connect.ts'
import type { IdentitySettings } from '../identity/settings.ts'
import type { SignInLibrary } from '../identity/sign-in.ts'

export interface SigningKey {
  kid: string
  key: Awaited<ReturnType<typeof importJWK>>
}

const cachedMs = 300_000

/**
 * The newest key of this server that may sign, cached for five minutes. The sign-in library makes the keys; loading all of it
 * would take most of a cold start, so it is called only where there is no key.
 */
export function signingKey(
  sql: Sql,
  { secret }: IdentitySettings,
  { makeKey }: Pick<SignInLibrary, 'makeKey'>,
): () => Promise<SigningKey> {
  let cached: (SigningKey & { untilMs: number }) | undefined
  return async () => {
    if (cached && cached.untilMs > Date.now()) return cached
    let row = await findKey(sql)
    if (!row) {
      await makeKey()
      row = await findKey(sql)
    }
    if (!row) throw new Error('The sign-in library made no signing key')
    const { symmetricDecrypt } = await import('better-auth/crypto')
    const jwk = JSON.parse(await symmetricDecrypt({ key: secret, data: JSON.parse(row.private_key) }))
    cached = { kid: row.id, key: await importJWK(jwk, 'EdDSA'), untilMs: Date.now() + cachedMs }
    return cached
  }
}

async function findKey(sql: Sql): Promise<{ id: string; private_key: string } | undefined> {
  const [row] = await sql<{ id: string; private_key: string }[]>`
    select id, private_key from identity.jwks where expires_at is null or expires_at > now()
    order by created_at desc limit 1`
  return row
}
