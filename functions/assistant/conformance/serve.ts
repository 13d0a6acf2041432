import { createMcpHandler } from '@modelcontextprotocol/server'
import { createApp } from '../../kit/http/create-app.ts'
import { freePort } from '../../kit/http/free-port.ts'
import { close, listen } from '../../kit/http/serve.ts'
import { createLog } from '../../kit/log.ts'
import { handlerOptions, type McpDoor } from '../mcp/door.ts'
import { mcpRoutes } from '../mcp/mcp-routes.ts'
import { conformanceServer } from './fixtures.ts'

/** Serves the fixtures of the suite behind the door of production, which here takes every token. */
export async function serveFixtures(): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const url = `${origin}/mcp`
  const handler = createMcpHandler(conformanceServer, handlerOptions)
  const session = {
    userId: 'somebody',
    token: '',
    scopes: ['read', 'write'] as const,
    since: new Date(0),
    until: new Date(8.64e15),
  }
  const mcp: McpDoor = {
    address: { resource: url, metadataUrl: url, authorizationServer: origin, origins: [origin] },
    authenticate: async () => session,
    handler: async () => handler,
  }
  const app = createApp({
    routes: mcpRoutes,
    deps: { mcp },
    identify: () => Promise.reject(new Error('No route of MCP asks for a caller.')),
    log: createLog('conformance', 'silent'),
  })
  const server = await listen({ fetch: request => app.fetch(withToken(request)) }, { port })
  return { url, stop: () => close(server) }
}

/** The suite sends no token, and the door admits nobody without one. */
function withToken(request: Request): Request {
  const headers = new Headers(request.headers)
  headers.set('authorization', 'Bearer anyone')
  return new Request(request, { headers })
}
