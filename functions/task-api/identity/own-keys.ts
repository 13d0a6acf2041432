import { errors, importJWK, type JWTVerifyGetKey } from 'jose'
import type { Sql } from '../../kit/postgres/connect.ts'

/** How long after its last signature a key still verifies. It is longer than any token lives. */
export const graceSeconds = 3_600

const keptMs = 300_000

interface KeyRow {
  id: string
  public_key: string
}

/** Finds a key that this service signs with in its own table, and keeps it for five minutes. An unknown one is not kept. */
export function ownKeys(sql: Sql): JWTVerifyGetKey {
  const kept = new Map<string, { key: Awaited<ReturnType<typeof importJWK>>; untilMs: number }>()
  return async ({ kid }) => {
    if (kid === undefined || !/^[0-9a-f-]{36}$/.test(kid)) throw new errors.JWKSNoMatchingKey()
    const known = kept.get(kid)
    if (known && known.untilMs > Date.now()) return known.key
    const [row] = await sql<KeyRow[]>`select id, public_key from identity.jwks where id = ${kid} and ${good(sql)}`
    if (!row) throw new errors.JWKSNoMatchingKey()
    const key = await importJWK(JSON.parse(row.public_key), 'EdDSA')
    kept.set(kid, { key, untilMs: Date.now() + keptMs })
    return key
  }
}

/** The public halves, for the other functions. */
export async function listPublicKeys(sql: Sql) {
  const rows = await sql<KeyRow[]>`select id, public_key from identity.jwks where ${good(sql)} order by created_at desc`
  return rows.map(row => ({ ...JSON.parse(row.public_key), alg: 'EdDSA', use: 'sig', kid: row.id }))
}

const good = (sql: Sql) => sql`(expires_at is null or expires_at > now() - ${graceSeconds} * interval '1 second')`
