import { expect, test } from 'vitest'
import { createServer, Unreachable } from './server.ts'

const home = 'https://tasks.example'
const relay = 'https://relay.example'
const config = {
  addresses: { reminderFirer: null, notifier: null, auditSink: null, assistant: null, syncRelay: relay },
}

interface Sent {
  url: string
  credentials: RequestCredentials | undefined
  authorization?: string
}

/** A client whose page has this origin, and a server that signs tokens `t1`, `t2` …, the first ones too old. */
function client({ pageOrigin = 'https://page.example', serverUrl = home, oldTokens = 0, configFaults = 0 } = {}) {
  const sent: Sent[] = []
  let tokens = 0
  let signedIn = true
  const answer = (url: string, authorization: string | undefined): Response => {
    if (url.endsWith('/api/config'))
      return configFaults-- > 0 ? Response.json({ code: 'unavailable' }, { status: 503 }) : Response.json(config)
    if (url.endsWith('/api/auth/token') && signedIn) return Response.json({ token: `t${++tokens}` })
    if (!signedIn || (authorization && Number(authorization.slice(8)) <= oldTokens))
      return Response.json({ code: 'not-signed-in', detail: '' }, { status: 401 })
    return Response.json({ url })
  }
  const fetch = async (input: string | URL | Request, { headers, credentials }: RequestInit = {}) => {
    const url = String(input)
    const authorization = new Headers(headers).get('authorization') ?? undefined
    sent.push({ url, credentials, ...(authorization && { authorization }) })
    return answer(url, authorization)
  }
  const server = createServer({ fetch, pageOrigin, serverUrl })
  const signOut = () => {
    signedIn = false
  }
  return { server, sent, signOut, urls: () => sent.map(({ url }) => url) }
}

test('on the origin of the page requests carry the cookie of the session, and no token', async () => {
  const { server, sent } = client({ pageOrigin: home })

  await server.ask('/api/tasks')

  expect(sent).toEqual([{ url: `${home}/api/tasks`, credentials: 'same-origin' }])
})

test('on another origin requests carry a token and no cookie; only sign-in and token requests carry the cookie', async () => {
  const { server, sent } = client()

  await server.ask('/api/tasks')
  await server.ask('/api/tasks')
  await server.ask('/api/auth/sign-out', { method: 'POST' })

  expect(sent).toEqual([
    { url: `${home}/api/auth/token`, credentials: 'include' },
    { url: `${home}/api/tasks`, credentials: 'omit', authorization: 'Bearer t1' },
    { url: `${home}/api/tasks`, credentials: 'omit', authorization: 'Bearer t1' },
    { url: `${home}/api/auth/sign-out`, credentials: 'include' },
  ])
})

test('a request goes to the function that answers its path, and to the server when that has no address of its own', async () => {
  const { server, urls } = client()

  await server.ask('/api/updates?after=0')
  await server.ask('/api/audit?taskId=t')

  expect(urls()).toEqual([
    `${home}/api/config`,
    `${home}/api/auth/token`,
    `${relay}/api/updates?after=0`,
    `${home}/api/audit?taskId=t`,
  ])
})

test('a token that is too old is replaced once; a new one that is refused too ends the session', async () => {
  const once = client({ oldTokens: 1 })
  expect(await once.server.ask('/api/tasks')).toEqual({ url: `${home}/api/tasks` })

  const always = client({ oldTokens: 9 })
  expect(await always.server.ask('/api/tasks')).toMatchObject({ refused: 'not-signed-in', status: 401 })
  expect(always.urls().filter(url => url.endsWith('/api/tasks'))).toHaveLength(2)
})

test('without a session there is no token: the request is refused and not sent', async () => {
  const { server, signOut, urls } = client()
  signOut()

  expect(await server.ask('/api/tasks')).toMatchObject({ refused: 'not-signed-in', status: 401 })
  expect(urls()).toEqual([`${home}/api/auth/token`])
})

test('the token of the person before is not used for the next one', async () => {
  const { server, sent } = client()
  await server.ask('/api/tasks')

  server.forgetToken()
  await server.ask('/api/tasks')

  expect(sent.at(-1)?.authorization).toBe('Bearer t2')
})

test('a configuration that could not be read is asked for again, and kept when it was', async () => {
  const { server, urls } = client({ configFaults: 1, pageOrigin: home })

  await expect(server.ask('/api/updates')).rejects.toMatchObject({ answer: { status: 503 } })
  await server.ask('/api/updates')
  await server.config()

  expect(urls().filter(url => url.endsWith('/api/config'))).toHaveLength(2)
})

test('a refused configuration leaves other functions unreachable, with the status of the refusal', async () => {
  const fetch = async () => Response.json({ code: 'route-not-found', detail: '' }, { status: 404 })
  const server = createServer({ fetch, pageOrigin: home, serverUrl: home })

  await expect(server.ask('/api/updates')).rejects.toMatchObject({ answer: { status: 404 } })
})

test('an answer that ends early is no answer', async () => {
  const fetch = async () => new Response('{"items":[')
  const server = createServer({ fetch, pageOrigin: home, serverUrl: home })

  await expect(server.ask('/api/tasks')).rejects.toThrow(Unreachable)
})

test('a request that its sender ends is not reported as a missing network', async () => {
  const ended = AbortSignal.abort()
  const fetch = async (_url: unknown, { signal }: RequestInit = {}) => {
    signal?.throwIfAborted()
    return Response.json({})
  }
  const server = createServer({ fetch, pageOrigin: home, serverUrl: home })

  await expect(server.ask('/api/tasks', { signal: ended })).rejects.toBe(ended.reason)
})
