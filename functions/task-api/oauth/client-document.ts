import * as v from 'valibot'
import { invalidClient } from '../../domain/problems.ts'
import { type Refusal, refuse } from '../../kit/core/refusal.ts'
import { getJson, NoJson } from '../../kit/guard/get-json.ts'
import { AddressRefused, type Guard, TimedOut } from '../../kit/guard/request.ts'
import { type Client, clientMetadata, nameOf, pageOf, reasonOf } from './client-metadata.ts'

/** Real documents have one or two thousand bytes. */
const maxBytes = 32 * 1024

/** The reason why a document is of no use, as the end of a sentence. */
class DocumentRefused extends Error {}

const absent = (what: string) => v.exactOptional(v.never(what))

const Document = v.looseObject({
  ...clientMetadata,
  client_id: v.string(),
  token_endpoint_auth_method: v.exactOptional(v.literal('none', 'asks for a kind of client secret')),
  client_secret: absent('contains a client secret'),
  client_secret_expires_at: absent('contains a client secret'),
})

/**
 * The form of a client id that is an address (draft-ietf-oauth-client-id-metadata-document): as `URL` writes it, so that one
 * document has one id, with a path and no fragment, name or password. The guard refuses http outside the operator's ranges.
 */
function hasGoodForm(clientId: string): boolean {
  if (clientId.length > 500 || !URL.canParse(clientId)) return false
  const { href, pathname, username, password } = new URL(clientId)
  return href === clientId && pathname !== '/' && !clientId.includes('#') && !username && !password
}

/** The client that its metadata document describes, or why there is no document to rely on. */
export async function fetchDocument(clientId: string, guard: Guard): Promise<Client | Refusal> {
  try {
    return await readDocument(clientId, guard)
  } catch (error) {
    if (!(error instanceof DocumentRefused)) throw error
    return refuse(invalidClient, { detail: `The document of the program ${error.message}.` })
  }
}

async function readDocument(clientId: string, guard: Guard): Promise<Client> {
  if (!hasGoodForm(clientId)) throw new DocumentRefused('has an address of a form that is not allowed')
  const outcome = v.safeParse(Document, await fetchJson(clientId, guard))
  if (!outcome.success) throw new DocumentRefused(reasonOf(outcome.issues[0]))
  const { output: document } = outcome
  if (document.client_id !== clientId) throw new DocumentRefused('names another client id')
  const { host } = new URL(clientId)
  return {
    id: clientId,
    name: nameOf(document, host),
    uri: pageOf(document, [host]),
    host,
    redirectUris: document.redirect_uris,
  }
}

async function fetchJson(clientId: string, guard: Guard): Promise<unknown> {
  try {
    return await getJson(clientId, maxBytes, guard)
  } catch (error) {
    if (error instanceof NoJson) throw new DocumentRefused(error.message)
    if (error instanceof AddressRefused) throw new DocumentRefused('is not at a public https address')
    if (error instanceof TimedOut) throw new DocumentRefused('does not arrive in time')
    throw new DocumentRefused('cannot be fetched')
  }
}
