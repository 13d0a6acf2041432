import * as v from 'valibot'
import { expect, test } from 'vitest'
import { createLog } from '../log.ts'
import { type Operation, route } from './api.ts'
import { createApp } from './create-app.ts'
import { places } from './places.ts'

const onePlace = () =>
  places({ name: 'works', running: 1, waiting: 0, waitMs: 1_000, each: { running: 1, waiting: 0 } })

/** An app with one heavy route. Its handler waits until `go` is called, or throws. */
function appWith(more: Partial<Operation>) {
  let go = () => {}
  const gone = new Promise<void>(done => {
    go = done
  })
  const operation = {
    id: 'work',
    summary: '',
    tag: 'x',
    answers: {},
    scope: 'write',
    heavy: onePlace(),
    ...more,
  } as const
  const routes = [
    route({ ...operation, method: 'post', path: '/work' }, async (_: object, { c }) => {
      if (c.req.query('fail') !== undefined) throw new Error('This work fails.')
      await gone
      return { status: 200 }
    }),
  ]
  const app = createApp({
    routes,
    deps: {},
    identify: async c => {
      const userId = c.req.header('authorization') ?? ''
      return { userId, actor: { kind: 'user', id: userId }, scopes: ['write'] }
    },
    log: createLog('test', 'silent'),
  })
  const send = (userId: string, body: string | ReadableStream = '{}', query = '') =>
    app.request(`/work${query}`, {
      method: 'POST',
      headers: { authorization: userId, 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit)
  return { go, send }
}

const file = { rawBody: { types: ['application/json'], maxBytes: 1_000 } }
const endless = () => new ReadableStream({ pull: () => new Promise(() => {}) })

test('a file takes its place before it is read, so that files behind a full line are not in memory', async () => {
  const { send } = appWith(file)
  void send('ana', endless())
  const refused = await send('ben', endless())
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
  expect(await refused.json()).toMatchObject({ code: 'too-many-requests' })
})

test('a body that arrives slowly or is wrong holds no place', async () => {
  const { send, go } = appWith({ body: v.strictObject({}) })
  void send('ana', endless())
  expect((await send('ben', '{"unknown":1}')).status).toBe(400)
  go()
  expect((await send('cem')).status).toBe(200)
})

test.each([
  ['fails', file, '?fail=', 500],
  ['gets a broken file', file, '?unknown=1', 400],
  ['gets a file that is too large', { rawBody: { types: ['application/json'], maxBytes: 1 } }, '', 413],
])('work that %s leaves its place', async (_, operation, query, status) => {
  const { send, go } = appWith({ ...operation, query: v.strictObject({ fail: v.exactOptional(v.string()) }) })
  expect((await send('ana', '{}', query)).status).toBe(status)
  go()
  const next = await send('ben', operation === file ? '{}' : '1')
  expect(next.status).toBe(200)
})

test.each([
  ['with a schema leaves its place before it is read', { 200: v.object({}) }, 200],
  ['that streams keeps its place until it is read', { 200: { type: 'text/csv' } }, 429],
])('an answer %s', async (_, answers, next) => {
  const operation = { id: 'a', summary: '', tag: 'x', scope: 'write', heavy: onePlace(), answers } as const
  const routes = [route({ ...operation, method: 'get', path: '/work' }, async () => new Response('text'))]
  const app = createApp({
    routes,
    deps: {},
    identify: async () => ({ userId: 'ana', actor: { kind: 'user', id: 'ana' }, scopes: ['write'] }),
    log: createLog('test', 'silent'),
  })
  const unread = await app.request('/work')
  expect((await app.request('/work')).status).toBe(next)
  await unread.text()
  expect((await app.request('/work')).status).toBe(200)
})
