import type { Profile } from '../model/account.ts'
import type { Programs } from '../model/client.ts'
import { isRefused } from '../model/refusal.ts'
import type { AccessRequest } from '../model/server.ts'
import { askWithAccount, type RequestContext, withRefusals } from './requests.ts'

/** Requests about the programs that use the account by the MCP server. */
export function programs(context: RequestContext): Programs {
  const { server } = context
  const ask = <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) =>
    askWithAccount(context, () => server.ask<T>(path, { method, ...(body !== undefined && { body }) }))
  return {
    access: {
      async ask(query) {
        // The session decides, and it may belong to another account than the tasks of this device.
        const [request, person] = await Promise.all([
          ask<AccessRequest | { redirectTo: string }>('GET', `/api/oauth/authorization?${query}`),
          ask<Profile>('GET', '/api/me'),
        ])
        if (isRefused(request) || 'redirectTo' in request) return request
        return isRefused(person) ? person : { ...request, email: person.email ?? person.id }
      },
      decide: (query, decision, scopes) => ask('POST', '/api/oauth/authorization', { query, decision, scopes }),
    },
    connections: {
      list: () => ask('GET', '/api/me/connections'),
      async end(id) {
        const ended = await ask<{ done: true }>('DELETE', `/api/me/connections/${encodeURIComponent(id)}`)
        // Another device or the program itself was faster.
        return isRefused(ended) && ended.refused === 'connection-not-found' ? { done: true } : ended
      },
    },
    async mcpAddress() {
      const config = await withRefusals(() => server.config())
      return isRefused(config) ? config : { address: config.mcp }
    },
  }
}
