import { expect, test } from 'vitest'
import { inSpan } from '../../kit/telemetry/span.ts'
import { localServer } from '../../kit/testing/local-server.ts'
import { newUser } from '../../kit/testing/start.ts'
import { assistant } from '../testing/assistant.ts'
import { allTools } from './all-tools.ts'
import { ApiRefused, createApi, TokenRefused } from './api.ts'
import { runTool } from './tool.ts'

const problem = { 'content-type': 'application/problem+json' }
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

async function served(
  answer: Parameters<typeof localServer>[0],
  { signal = new AbortController().signal, ...limit }: { signal?: AbortSignal; limitMs?: number } = {},
) {
  const { url, received } = await localServer(answer)
  const addresses = { taskApi: `${url}/tasks`, reminderFirer: `${url}/firer/`, auditSink: `${url}/audit` }
  const api = createApi({ addresses, token: 'secret', signal, ...limit })
  const context = {
    api,
    now: new Date(),
    userId: newUser(),
    keyOf: async () => 'key',
    confirmSecret: 'secret',
  }
  return { api, received, run: (tool: string, args: object) => runTool(allTools, tool, args, context) }
}

test('each path goes to its function, with the token, the trace, the key and the version', async () => {
  const { api, received } = await served((_, response) => void response.end('{}'))
  await api.call('GET', '/api/me')
  await api.call('GET', '/api/reminders', { query: { state: 'armed', cursor: undefined } })
  await api.call('GET', '/api/audit')
  await inSpan({ name: 'test', from: traceparent }, () =>
    api.call('PATCH', '/api/tasks/x', { body: { tags: ['a&b'] }, key: 'k', version: 7 }),
  )
  await api.call('GET', '/api/tasks', { query: { tag: ['a&b', 'c'] } })
  expect(received.map(({ path }) => path)).toEqual([
    '/tasks/api/me',
    '/firer/api/reminders?state=armed',
    '/audit/api/audit',
    '/tasks/api/tasks/x',
    '/tasks/api/tasks?tag=a%26b&tag=c',
  ])
  expect(received[3]).toMatchObject({
    headers: {
      authorization: 'Bearer secret',
      traceparent: expect.stringContaining('0af7651916cd43dd8448eb211c80319c'),
      'idempotency-key': 'k',
      'if-match': '"7"',
      'content-type': 'application/json',
    },
  })
})

test('a refused token is not a refusal of the tool: it throws, so that the door can answer 401', async () => {
  for (const body of ['{"code":"invalid-token"}', '<html>', '']) {
    const { run } = await served((_, response) => void response.writeHead(401).end(body))
    await expect(run('list_tasks', {})).rejects.toThrow(TokenRefused)
    const taskIds = ['01a22344-b25f-74f1-b414-b2516d66d687']
    await expect(run('complete_task', { taskIds })).rejects.toThrow(TokenRefused)
  }
})

test('a token without the scope is refused with the code of the server', async () => {
  const system = await assistant()
  const ana = await system.person()
  const forbidden = async () =>
    Response.json({ code: 'scope-missing', title: 'The token may not do this.' }, { status: 403 })
  const api = createApi({
    addresses: { taskApi: 'http://a.test', reminderFirer: 'http://a.test', auditSink: 'http://a.test' },
    token: 'token',
    signal: new AbortController().signal,
    fetch: forbidden,
  })
  expect(await ana.run('add_task', { title: 'Milk' }, { api })).toMatchObject({
    outcome: 'refused',
    code: 'scope-missing',
  })
})

test.each([
  [429, 'too-many-requests', { 'retry-after': '17' }, 17],
  [503, 'unavailable', {}, 5],
])('%i is refused with the seconds to wait', async (status, code, headers, retryAfterSeconds) => {
  const { run } = await served(
    (_, response) =>
      void response.writeHead(status, { ...headers, ...problem }).end(JSON.stringify({ code, title: 'Wait.' })),
  )
  expect(await run('list_tags', {})).toMatchObject({ outcome: 'refused', code, data: { retryAfterSeconds } })
})

test.each<[string, Parameters<typeof localServer>[0]]>([
  ['that closes the connection', (_, response) => void response.destroy()],
  ['that answers no JSON', (_, response) => void response.end('<html>')],
  ['that answers more than fits into memory', (_, response) => void response.end(tooMuch)],
  ['that never answers', () => {}],
])('a server %s is unavailable, and the answer says when to try again', async (_, answer) => {
  const { run } = await served(answer, { limitMs: 2_000 })
  expect(await run('list_tags', {})).toMatchObject({ code: 'unavailable', data: { retryAfterSeconds: 5 } })
})

const tooMuch = `${' '.repeat(17 * 1024 * 1024)}{"items":[]}`

test('the token does not follow a redirect to another address', async () => {
  const elsewhere = await localServer((_, response) => void response.end('{"items":[]}'))
  const { run } = await served((_, response) => void response.writeHead(307, { location: elsewhere.url }).end())
  expect(await run('list_tags', {})).toMatchObject({ code: 'unavailable' })
  expect(elsewhere.received).toEqual([])
})

test('a call that the caller gives up ends with it', async () => {
  const caller = new AbortController()
  const { api } = await served(() => caller.abort(new Error('given up')), { signal: caller.signal })
  await expect(api.call('GET', '/api/me')).rejects.toThrow('given up')
})

test('a problem keeps the members that only this problem has', async () => {
  const { api } = await served(
    (_, response) =>
      void response.writeHead(412, problem).end('{"code":"version-moved-on","title":"Moved on.","task":{"version":3}}'),
  )
  const refused = await api.call('PATCH', '/api/tasks/x').catch(error => error)
  expect(refused).toBeInstanceOf(ApiRefused)
  expect(refused).toMatchObject({ refusal: { code: 'version-moved-on' }, problem: { task: { version: 3 } } })
})
