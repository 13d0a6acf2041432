import * as v from 'valibot'
import { invalidToken, notSignedIn, originRefused, scopeMissing, unavailable } from '../../kit/core/problems.ts'
import { closed } from '../../kit/core/schema.ts'
import { ok } from '../../kit/http/answer.ts'
import { maxBodyBytes, route } from '../../kit/http/api.ts'
import { answerMcp, type McpDoor } from './door.ts'
import { protectedResource } from './metadata.ts'

export interface McpDeps {
  mcp: McpDoor
}

const tag = 'mcp'

const Metadata = closed({
  resource: v.string(),
  authorization_servers: v.array(v.string()),
  scopes_supported: v.array(v.string()),
  bearer_methods_supported: v.array(v.string()),
  resource_name: v.string(),
})

/** A client appends the path of the resource to the well-known one; some leave it away. */
const metadataRoute = (path: string, id: string) =>
  route(
    { method: 'get', path, id, summary: 'Where MCP clients get a token (RFC 9728)', tag, answers: { 200: Metadata } },
    async ({ mcp }: McpDeps) => ok(protectedResource(mcp.address)),
  )

export const mcpRoutes = [
  route(
    {
      method: 'post',
      path: '/mcp',
      id: 'mcp',
      summary: 'The Model Context Protocol over Streamable HTTP, stateless: revisions 2026-07-28 and 2025-11-25',
      tag,
      rawBody: { types: ['application/json'], maxBytes: maxBodyBytes },
      answers: { 200: { types: ['application/json', 'text/event-stream'] }, 202: null },
      refusals: [notSignedIn, invalidToken, scopeMissing, originRefused, unavailable],
    },
    ({ mcp }: McpDeps, { c, raw }) => answerMcp(mcp, c, raw),
  ),
  metadataRoute('/.well-known/oauth-protected-resource', 'getProtectedResource'),
  metadataRoute('/.well-known/oauth-protected-resource/mcp', 'getProtectedResourceOfMcp'),
]
