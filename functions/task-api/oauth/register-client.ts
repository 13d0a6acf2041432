import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { created } from '../../kit/http/answer.ts'
import type { Outcome } from '../../kit/http/api.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { clientMetadata, nameOf, pageOf, reasonOf } from './client-metadata.ts'
import { failed } from './form.ts'

/** What a client sends; the door to `register` checks only that it is an object, because the errors are those of OAuth. */
export const Registration = v.looseObject({})
const Metadata = v.looseObject(clientMetadata)

export const Registered = v.looseObject({ client_id: v.string(), client_id_issued_at: v.number() })

/** Registers a client (RFC 7591). It gets no secret: it proves by PKCE that a code is its own. */
export async function registerClient(sql: Sql, given: object, now: Date): Promise<Outcome> {
  const outcome = v.safeParse(Metadata, given)
  if (!outcome.success) {
    const [issue] = outcome.issues
    const error = issue.path?.[0]?.key === 'redirect_uris' ? 'invalid_redirect_uri' : 'invalid_client_metadata'
    return failed(error, `The metadata ${reasonOf(issue)}.`)
  }
  const { output: metadata } = outcome
  const { redirect_uris } = metadata
  const id = randomUUID()
  const name = nameOf(metadata, null)
  const hosts = redirect_uris.filter(uri => uri.startsWith('https:')).map(uri => new URL(uri).host)
  const uri = pageOf(metadata, hosts)
  await sql`insert into identity.oauth_client ${sql({ id, name, uri, redirect_uris: [...redirect_uris], created_at: now })}`
  return created({
    client_id: id,
    client_id_issued_at: Math.floor(now.getTime() / 1000),
    client_name: name,
    ...(uri && { client_uri: uri }),
    redirect_uris,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  })
}
