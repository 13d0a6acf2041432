import type { CreateMcpHandlerOptions, McpHttpHandler, ServerCapabilities } from '@modelcontextprotocol/server'
import type { Context } from 'hono'
import { invalidToken, notSignedIn } from '../../kit/core/problems.ts'
import { type Problem, Refused, refuse } from '../../kit/core/refusal.ts'
import { bearerOf } from '../../kit/identity/identify-by-jwt.ts'
import type { Session } from '../exchange.ts'
import { requireKnownHost, requireKnownOrigin } from '../known-origin.ts'
import type { McpAddress } from '../settings.ts'

export interface McpDoor {
  address: McpAddress
  /** The person of a token, or `undefined` for a token that is not valid. */
  authenticate(bearer: string): Promise<Session | undefined>
  /** Loads the handler when the first request needs it: its library takes most of a cold start. */
  handler(): Promise<McpHttpHandler>
}

/** What a request brings along to its tools. */
export interface McpCall {
  session: Session
  /** Set when another function no longer accepts the person's token: the answer is then a 401. */
  tokenRefused?: boolean
}

/** Both revisions are stateless here, and no subscription is served: an open stream would keep this function awake. */
export const handlerOptions: CreateMcpHandlerOptions = { legacy: 'stateless', maxSubscriptions: 0 }

/** A client that expects news of its lists would open a subscription. They change only with a deployment. */
export const capabilities = {
  tools: { listChanged: false },
  resources: { listChanged: false },
  prompts: { listChanged: false },
} satisfies ServerCapabilities

/** Answers a request to the MCP server: checks where it comes from and who sends it, then hands it to the SDK. */
export async function answerMcp(door: McpDoor, c: Context, raw: string): Promise<Response> {
  requireKnownHost(c, door.address)
  requireKnownOrigin(c, door.address)
  const bearer = bearerOf(c.req.header('authorization'))
  if (bearer === undefined) throw challenge(notSignedIn, door.address)
  const loading = door.handler()
  // The token may be refused before the library is there.
  loading.catch(() => {})
  const session = await door.authenticate(bearer)
  if (!session) throw challenge(invalidToken, door.address)
  const call: McpCall = { session }
  const handler = await loading
  const answer = await handler.fetch(requestOf(c, raw), { authInfo: authInfoOf(call, door.address) })
  if (call.tokenRefused) throw challenge(invalidToken, door.address)
  return withoutCaching(await withoutSubscriptions(c, answer))
}

/** The SDK refuses a subscription as one too many, and a client would try again later. This server has no such method. */
async function withoutSubscriptions(c: Context, answer: Response): Promise<Response> {
  if (c.req.header('mcp-method') !== 'subscriptions/listen' || answer.status !== 200) return answer
  const { id } = (await answer.json()) as { id: unknown }
  const error = { code: -32_601, message: 'Method not found' }
  return Response.json({ jsonrpc: '2.0', id, error }, { status: 404 })
}

const authInfoOf = (call: McpCall, { resource, metadataUrl }: McpAddress) => ({
  token: '',
  clientId: call.session.clientId ?? '',
  scopes: [...call.session.scopes],
  resource: new URL(resource),
  resourceMetadataUrl: metadataUrl,
  extra: { call },
})

/** The body was read and bounded already. The token stays here: the SDK and its handlers have no use for it. */
function requestOf(c: Context, raw: string): Request {
  const headers = new Headers(c.req.raw.headers)
  headers.delete('authorization')
  headers.delete('content-length')
  return new Request(c.req.url, { method: 'POST', headers, body: raw, signal: c.req.raw.signal })
}

function withoutCaching(answer: Response): Response {
  const headers = new Headers(answer.headers)
  headers.set('cache-control', 'no-store')
  return new Response(answer.body, { status: answer.status, headers })
}

/** A client reads here where to get a token, and with which scopes (RFC 9728, RFC 6750). */
function challenge(problem: Problem, { metadataUrl }: McpAddress): Refused {
  const error = problem === invalidToken ? 'error="invalid_token", ' : ''
  const value = `Bearer realm="zerodue", ${error}scope="read write", resource_metadata="${metadataUrl}"`
  return new Refused(refuse(problem, { headers: { 'www-authenticate': value } }))
}
