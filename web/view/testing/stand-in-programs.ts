import type { Programs } from '../../model/client.ts'
import type { AccessRequest, ConnectedProgram } from '../../model/server.ts'
import { answered, refused } from './some-refusal.ts'

const claude = 'https://claude.ai/oauth/mcp-client.json'
const request = (client: Partial<AccessRequest['client']>, rest: Partial<AccessRequest> = {}) => ({
  client: { id: claude, name: 'Claude', uri: null, host: 'claude.ai', verified: true, ...client },
  redirectHost: 'claude.ai',
  loopback: false,
  scopes: ['read', 'write'] as AccessRequest['scopes'],
  resource: 'https://zerodue.example/mcp',
  email: 'ana@example.com',
  ...rest,
})

const registered = { id: '0b9f', host: null, verified: false }
const requests: Record<string, ReturnType<typeof request>> = {
  verified: request({}),
  registered: request({ ...registered, name: 'Task Helper' }, { redirectHost: 'localhost:4100', loopback: true }),
  editor: request({ ...registered, name: 'Cursor' }, { redirectHost: 'cursor:' }),
  'read-only': request({ ...registered, name: 'Reader' }, { scopes: ['read'], redirectHost: 'reader.example' }),
  tricky: request(
    {
      ...registered,
      name: `<img src=x onerror=alert(1)>\u202e ${'کاموں کا مددگار '.repeat(9)}`,
    },
    { redirectHost: `${'very-long-label.'.repeat(8)}example.com` },
  ),
  unsafe: request({}),
  busy: request({}),
  away: request({}),
  ended: request({}),
}

const connected: ConnectedProgram[] = [
  {
    id: 'p1',
    clientId: claude,
    name: 'Claude',
    uri: null,
    scopes: ['read', 'write'],
    createdAt: '2026-11-02T09:00:00.000Z',
    lastUsedAt: '2026-11-20T17:30:00.000Z',
  },
  {
    id: 'p2',
    clientId: '0b9f',
    name: 'کاموں کا مددگار',
    uri: null,
    scopes: ['read'],
    createdAt: '2026-11-19T05:10:00.000Z',
    lastUsedAt: null,
  },
]

/** The `client_id` of the address chooses what the server answers; `programs` chooses what is connected. */
export function programsStandIn(chosen: string | null): Programs {
  let items = chosen === 'none' ? [] : connected
  const decided: unknown[] = []
  /** A server or network that is away, and a session that has ended, are well again at the second try. */
  let tries = 0
  const first = () => {
    tries += 1
    return tries === 1
  }
  Object.assign(globalThis, { decided })
  return {
    access: {
      async ask(query) {
        const id = new URLSearchParams(query).get('client_id') ?? ''
        if (id === 'incomplete') return { redirectTo: `${location.origin}/back?error=invalid_request` }
        if (id === 'away' && first()) return refused('offline')
        if (id === 'ended' && first()) return answered('not-signed-in')
        return requests[id] ?? answered('invalid-client')
      },
      async decide(query, decision, scopes) {
        decided.push({ query, decision, scopes })
        const id = new URLSearchParams(query).get('client_id')
        if (id === 'busy' && decided.length === 1) return answered('unavailable')
        if (id === 'unsafe') return { redirectTo: 'javascript:alert(1)' }
        const outcome = decision === 'allow' ? 'code=zdc_1' : 'error=access_denied'
        return { redirectTo: `${location.origin}/back?${outcome}` }
      },
    },
    connections: {
      list: async () => (chosen === 'away' && first() ? answered('internal') : { items }),
      async end(id) {
        items = items.filter(program => program.id !== id)
        return { done: true }
      },
    },
    mcpAddress: async () => (chosen === 'offline' ? refused('offline') : { address: 'https://zerodue.example/mcp' }),
  }
}
