import { errors, importJWK, type JWTVerifyGetKey } from 'jose'
import type { Sql } from '../../kit/postgres/connect.ts'

/** A key verifies this long after its last signature, longer than any token lives. */
export const graceSeconds = 3_600

const cachedMs = 300_000

interface KeyRow {
  id: string
  public_key: string
}

/** Finds a signing key of this server in its table and caches it for five minutes. It does not cache unknown keys. */
export function ownKeys(sql: Sql): JWTVerifyGetKey {
  const cache = new Map<string, { key: Awaited<ReturnType<typeof importJWK>>; untilMs: number }>()
  return async ({ kid }) => {
    if (kid === undefined || !/^[0-9a-f-]{36}$/.test(kid)) throw new errors.JWKSNoMatchingKey()
    const cached = cache.get(kid)
    if (cached && cached.untilMs > Date.now()) return cached.key
    const [row] = await sql<KeyRow[]>`select id, public_key from identity.jwks where id = ${kid} and ${isValid(sql)}`
    if (!row) throw new errors.JWKSNoMatchingKey()
    const key = await importJWK(JSON.parse(row.public_key), 'EdDSA')
    cache.set(kid, { key, untilMs: Date.now() + cachedMs })
    return key
  }
}

/** The public keys, for the other functions. */
export async function listPublicKeys(sql: Sql) {
  const rows = await sql<
    KeyRow[]
  >`select id, public_key from identity.jwks where ${isValid(sql)} order by created_at desc`
  return rows.map(row => ({ ...JSON.parse(row.public_key), alg: 'EdDSA', use: 'sig', kid: row.id }))
}

const isValid = (sql: Sql) => sql`(expires_at is null or expires_at > now() - ${graceSeconds} * interval '1 second')`
