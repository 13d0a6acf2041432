import { expect, test } from 'vitest'
import type { Platform } from './platform.ts'
import { programs } from './programs.ts'
import type { RequestContext } from './requests.ts'
import { createServer } from './server.ts'

interface Sent {
  method: string
  url: string
  body?: unknown
}

/** A device that is signed in at a server with these answers. */
function at(answers: Record<string, [number, unknown]>) {
  const sent: Sent[] = []
  const fetch = async (url: string, { method = 'GET', body }: RequestInit = {}) => {
    sent.push({ method, url, ...(body && { body: JSON.parse(String(body)) }) })
    const [status, answer] = answers[url] ?? [404, { code: 'route-not-found', detail: '' }]
    const headers = { 'content-type': 'application/json' }
    return new Response(status === 204 ? null : JSON.stringify(answer), { status, headers })
  }
  const platform = { fetch, serverUrl: '', pageOrigin: 'https://zerodue.example' } as unknown as Platform
  const session = () => ({ account: { id: 'u1' } })
  const context = { platform, server: createServer(platform), session } as unknown as RequestContext
  return { sent, ...programs(context) }
}

const query = 'client_id=https%3A%2F%2Fclaude.ai%2Fclient&state=a+b&redirect_uri=http%3A%2F%2F[::1]%2F'
const request = {
  client: { id: 'https://claude.ai/client', name: 'Claude', uri: null, host: 'claude.ai', verified: true },
  redirectHost: 'claude.ai',
  loopback: false,
  scopes: ['read', 'write'],
  resource: 'https://zerodue.example/mcp',
}
const authorization = `/api/oauth/authorization?${query}`

test('a question of a program names the account of the session, not that of the device', async () => {
  const { access } = at({
    [authorization]: [200, request],
    '/api/me': [200, { id: 'u2', email: 'bilal@example.com' }],
  })
  expect(await access.ask(query)).toEqual({ ...request, email: 'bilal@example.com' })
})

test('a request that the server has decided already needs no profile', async () => {
  const { access } = at({ [authorization]: [200, { redirectTo: 'https://claude.ai/?error=x' }] })
  expect(await access.ask(query)).toEqual({ redirectTo: 'https://claude.ai/?error=x' })
})

test('a refused program stays refused, and an ended session says so', async () => {
  const refused = at({ [authorization]: [400, { code: 'invalid-client', detail: '' }], '/api/me': [200, { id: 'u1' }] })
  expect(await refused.access.ask(query)).toMatchObject({ refused: 'invalid-client' })
  const ended = at({ [authorization]: [200, request], '/api/me': [401, { code: 'not-signed-in', detail: '' }] })
  expect(await ended.access.ask(query)).toMatchObject({ refused: 'not-signed-in' })
})

test('a decision carries the query of the page unchanged', async () => {
  const { access, sent } = at({ '/api/oauth/authorization': [200, { redirectTo: 'https://claude.ai/?code=1' }] })
  expect(await access.decide(query, 'allow', ['read'])).toEqual({ redirectTo: 'https://claude.ai/?code=1' })
  const body = { query, decision: 'allow', scopes: ['read'] }
  expect(sent).toEqual([{ method: 'POST', url: '/api/oauth/authorization', body }])
})

test('a connection is ended by its id', async () => {
  const { connections, sent } = at({ '/api/me/connections/c%2F1': [204, null] })
  expect(await connections.end('c/1')).toEqual({ done: true })
  expect(sent).toEqual([{ method: 'DELETE', url: '/api/me/connections/c%2F1' }])
})

test('a connection that has ended already counts as ended', async () => {
  const gone = at({ '/api/me/connections/c1': [404, { code: 'connection-not-found', detail: '' }] })
  expect(await gone.connections.end('c1')).toEqual({ done: true })
})

test('the address of the MCP server is the one for which the server issues tokens', async () => {
  const programs = at({ '/api/config': [200, { addresses: {}, mcp: 'https://assistant.example/mcp' }] })
  expect(await programs.mcpAddress()).toEqual({ address: 'https://assistant.example/mcp' })
})

test('without the configuration of the server the address of the MCP server is not guessed', async () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  const broken = at({ '/api/config': [500, { code: 'internal', detail: '', traceId }] })
  expect(await broken.mcpAddress()).toMatchObject({ refused: 'internal', traceId })
  expect(await at({}).mcpAddress()).toMatchObject({ refused: 'route-not-found' })
})
