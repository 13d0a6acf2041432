import { invalidClient } from '../../domain/problems.ts'
import { isRefusal, type Refusal, refuse } from '../../kit/core/refusal.ts'
import type { Guard } from '../../kit/guard/request.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { countAttempt, limits } from '../identity/throttle.ts'
import type { Client } from './client-metadata.ts'

/** `fresh` fetches the document again, so that a decision counts only for what the document says now. */
export type FindClient = (clientId: string, userId: string, fresh?: 'fresh') => Promise<Client | Refusal>

const cachedMs = 180_000
const mostCached = 100

/** Finds a client by its metadata document, or by its row if it registered itself. */
export function clientFinder(sql: Sql, guard: Guard, now: () => Date): FindClient {
  const cache = new Map<string, { client: Client; untilMs: number }>()

  async function byDocument(clientId: string, userId: string, fresh: boolean): Promise<Client | Refusal> {
    const cached = cache.get(clientId)
    if (!fresh && cached && cached.untilMs > now().getTime()) return cached.client
    // Each fetch is a request to an address of the caller's choice.
    await countAttempt(sql, limits.clientDocument, userId)
    // Imported late: it loads Node's HTTP client, which most cold starts do not need.
    const { fetchDocument } = await import('./client-document.ts')
    const client = await fetchDocument(clientId, guard)
    cache.delete(clientId)
    if (isRefusal(client)) return client
    if (cache.size >= mostCached) cache.delete(cache.keys().next().value ?? '')
    cache.set(clientId, { client, untilMs: now().getTime() + cachedMs })
    return client
  }

  return async (clientId, userId, fresh) => {
    if (/^https?:\/\//.test(clientId)) return byDocument(clientId, userId, fresh !== undefined)
    return (
      (await registeredClient(sql, clientId)) ?? refuse(invalidClient, { detail: 'The program is not known here.' })
    )
  }
}

async function registeredClient(sql: Sql, id: string): Promise<Client | undefined> {
  const [row] = await sql<{ name: string; uri: string | null; redirectUris: string[] }[]>`
    select name, uri, redirect_uris as "redirectUris" from identity.oauth_client where id = ${id}`
  return row && { id, host: null, ...row }
}
