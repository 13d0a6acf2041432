import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  Client,
  type ClientOptions,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client'
import { onTestFinished } from 'vitest'
import type { AtEnd } from './zerodue.ts'

type Ask = <T>(method: string, path: string, body?: object, headers?: object) => Promise<T>

export interface Program {
  /** The address of its metadata document, which is its client id. */
  clientId: string
  redirectUri: string
}

/** The metadata document of a program, as its maker publishes it. Here it is on this computer. */
export async function publishProgram(name: string, atEnd: AtEnd): Promise<Program> {
  const redirectUri = 'http://127.0.0.1/callback'
  let clientId = ''
  const document = () => ({
    client_id: clientId,
    client_name: name,
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'none',
  })
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(document()))
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  atEnd(() => void server.close())
  clientId = `http://127.0.0.1:${(server.address() as AddressInfo).port}/client.json`
  return { clientId, redirectUri }
}

interface ConnectOptions {
  address: string
  /** Requests with the session of the person, as the consent page sends them. */
  ask: Ask
  program: Program
  client?: ClientOptions
  scopes?: readonly string[]
  /** Every request and its answer. */
  watch?: (request: Request, answer: Response) => Promise<void>
}

/** The official client. The person allows it on the consent page. */
export async function connectProgram(options: ConnectOptions): Promise<{ client: Client; tokens: () => Tokens }> {
  const { address, watch } = options
  const provider = providerOf(options)
  const fetchWatched: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const answer = await fetch(request.clone())
    await watch?.(request, answer.clone())
    return answer
  }
  const transport = () =>
    new StreamableHTTPClientTransport(new URL(`${address}/mcp`), { authProvider: provider, fetch: fetchWatched })
  const newClient = () => new Client({ name: 'Garden helper', version: '1.0.0' }, options.client)

  const first = transport()
  const unauthorized = await newClient()
    .connect(first)
    .then(
      () => undefined,
      (error: unknown) => error,
    )
  if (!(unauthorized instanceof UnauthorizedError))
    throw new Error('The server asked for no token', { cause: unauthorized })
  await first.finishAuth(provider.redirected())

  const client = newClient()
  await client.connect(transport())
  onTestFinished(() => client.close())
  return { client, tokens: () => provider.tokens() as Tokens }
}

export interface Tokens {
  access_token: string
  token_type: string
  refresh_token: string
  scope: string
}

function providerOf({ ask, program, scopes = ['read', 'write'] }: ConnectOptions) {
  let tokens: Tokens | undefined
  let verifier = ''
  let redirectedTo: URL | undefined
  let discovered: OAuthDiscoveryState | undefined
  return {
    redirectUrl: program.redirectUri,
    clientMetadata: { client_name: 'Garden helper', redirect_uris: [program.redirectUri] },
    state: () => 'state of the program',
    clientInformation: () => ({ client_id: program.clientId }),
    tokens: () => tokens,
    saveTokens(saved) {
      tokens = saved as Tokens
    },
    saveCodeVerifier(saved) {
      verifier = saved
    },
    codeVerifier: () => verifier,
    async redirectToAuthorization(page) {
      const query = page.search.slice(1)
      await ask('GET', `/api/oauth/authorization?${query}`)
      const decision = { query, decision: 'allow', scopes }
      const { redirectTo } = await ask<{ redirectTo: string }>('POST', '/api/oauth/authorization', decision)
      redirectedTo = new URL(redirectTo)
    },
    saveDiscoveryState(state) {
      discovered = state
    },
    discoveryState: () => discovered,
    redirected: () => redirectedTo?.searchParams ?? new URLSearchParams(),
  } satisfies OAuthClientProvider & { redirected(): URLSearchParams }
}
