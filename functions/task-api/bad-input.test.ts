import { randomUUID } from 'node:crypto'
import { connect as connectSocket } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { close, listen } from '../kit/http/serve.ts'
import { type Problem, taskApi } from './testing/signed-in.ts'

const { app, signedIn, issuer } = await taskApi()
const server = await listen(app, { port: 0, requestTimeoutMs: 300 })
afterAll(() => close(server))
const address = server.address()
const port = typeof address === 'object' && address ? address.port : 0

/** After a refusal there is neither a task nor an event. */
async function refused(body: unknown, headers?: Record<string, string>) {
  const ana = await signedIn()
  const reply = await ana.request('POST', '/api/tasks', body, headers)
  expect(await ana.titles()).toEqual([])
  expect(await ana.outbox('zerodue.task.created.v1')).toEqual([])
  return { status: reply.status, ...(reply.body as Problem) }
}

const json = { 'content-type': 'application/json' }
const deep = (levels: number) => `{"title":${'['.repeat(levels)}${']'.repeat(levels)}}`

describe('a task is refused, and the error names the wrong field, for', () => {
  test.each([
    ['NUL in the title', { title: 'a\0b' }, 'title'],
    ['NUL in a tag', { title: 'a', tags: ['x\0'] }, 'tags.0'],
    ['half a surrogate pair', '{"title":"a\\ud800b"}', 'title'],
    ['half a surrogate pair in the notes', '{"title":"a","notes":"\\udc00"}', 'notes'],
    ['a field name with NUL', '{"title":"a","x\\u0000":1}', ''],
    ['30 February', { title: 'a', due: { date: '2026-02-30', zone: 'UTC' } }, 'due.date'],
    ['29 February in a common year', { title: 'a', due: { date: '2027-02-29', zone: 'UTC' } }, 'due.date'],
    ['the 25th hour', { title: 'a', due: { date: '2026-02-03', time: '25:00', zone: 'UTC' } }, 'due.time'],
    ['an unknown zone', { title: 'a', due: { date: '2026-02-03', zone: 'Asia/Lahor' } }, 'due.zone'],
    ['an offset instead of a zone', { title: 'a', due: { date: '2026-02-03', zone: '+05:00' } }, 'due.zone'],
    ['a date without a zone', { title: 'a', due: { date: '2026-02-03' } }, 'due.zone'],
    ['an unknown field', { title: 'a', colour: 'red' }, 'colour'],
    ['a field of the answer', { title: 'a', version: 7 }, 'version'],
    ['__proto__', '{"title":"a","__proto__":{"status":"done"}}', '__proto__'],
    ['constructor', { title: 'a', constructor: 1 }, 'constructor'],
    ['an unknown field inside', { title: 'a', due: { date: '2026-02-03', zone: 'UTC', toString: 1 } }, 'due.toString'],
    ['no title', {}, 'title'],
    ['a blank title', { title: ' \u200b\n' }, 'title'],
    ['a title of 501 characters', { title: 'x'.repeat(501) }, 'title'],
    ['notes of 20,001 characters', { title: 'a', notes: 'x'.repeat(20_001) }, 'notes'],
    ['21 tags', { title: 'a', tags: Array.from({ length: 21 }, (_, i) => `t${i}`) }, 'tags'],
    ['21 reminders', { title: 'a', reminders: Array(21).fill({ before: 'PT1M' }) }, 'reminders'],
    [
      'a reminder with both before and at',
      { title: 'a', reminders: [{ before: 'PT1M', at: '2026-12-01T00:00:00Z' }] },
      'reminders.0',
    ],
    ['a reminder without a duration', { title: 'a', reminders: [{ before: 'PT' }] }, 'reminders.0.before'],
    ['a reminder on 30 February', { title: 'a', reminders: [{ at: '2026-02-30T09:00:00Z' }] }, 'reminders.0.at'],
    ...['2026-01-01T24:00:00Z', '2026-00-01T00:00:00Z', '1900-', '0.5', '', '2026-01-01'].map(
      (at): [string, object, string] => [
        `a reminder at «${at}»`,
        { title: 'a', reminders: [{ at }] },
        'reminders.0.at',
      ],
    ),
    ['an invalid id', { title: 'a', id: '1' }, 'id'],
    ['a number as title', { title: 7 }, 'title'],
    ['a list', [], ''],
    ['nothing', 'null', ''],
    ['100 levels of brackets', deep(100), 'title'],
  ])('%s', async (_, body, path) => {
    const { status, code, errors } = await refused(body, json)
    expect([status, code]).toEqual([400, 'invalid-request'])
    const [error] = errors
    expect(error?.path.startsWith(path)).toBe(true)
    expect(error?.message).toMatch(/^(is|must|has|there)/)
  })

  test('brackets as deep as the longest body', async () => {
    expect((await refused(deep(120_000), json)).status).toBe(400)
  })

  test('a body that is not JSON', async () => {
    for (const body of ['{', '', 'title=a', '{"title":"a"}}', '\ufeff{']) {
      const { status, code } = await refused(body, json)
      expect([status, code]).toEqual([400, 'invalid-json'])
    }
  })

  test('a body that is not UTF-8', async () => {
    const response = await app.request('/api/tasks', {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${await issuer.token('ana')}` },
      body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
    })
    expect([response.status, ((await response.json()) as Problem).detail]).toEqual([400, 'The body is not UTF-8.'])
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])('the type %j', async type => {
    const { status, code } = await refused('{"title":"a"}', { 'content-type': type })
    expect([status, code]).toEqual([415, 'unsupported-content-type'])
  })

  test('a body of 10 MiB, with or without a content length', async () => {
    const ana = await signedIn()
    const big = JSON.stringify({ title: 'a', notes: 'x'.repeat(10 * 1024 * 1024) })
    expect((await ana.request('POST', '/api/tasks', big, json)).status).toBe(413)
    const chunked = await app.request('/api/tasks', {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${await issuer.token(ana.userId)}` },
      body: new Blob([big]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect([chunked.status, ((await chunked.json()) as Problem).code]).toEqual([413, 'too-large'])
    expect(await ana.titles()).toEqual([])
  })
})

describe('unusual but valid text is stored unchanged', () => {
  test.each([
    '🧑‍🚀'.repeat(60),
    '\u202eright to left',
    '<script>alert(1)</script>',
    "'; drop table tasks.task; --",
    'دودھ لانا',
    '{"$gt":""}',
  ])('%s', async title => {
    const ana = await signedIn()
    expect((await ana.get((await ana.create({ title })).id)).title).toBe(title)
  })

  test('the longest valid task, in the widest letters', async () => {
    const ana = await signedIn()
    const wide = '\u{20000}'
    const task = {
      title: wide.repeat(500),
      notes: 'ﷺ'.repeat(10_000),
      tags: Array.from({ length: 20 }, (_, i) => `${i}${wide.repeat(48)}`),
    }
    expect(await ana.get((await ana.create(task)).id)).toMatchObject(task)
    expect(await ana.titles('sort=title&q=nothing')).toEqual([])
  })
})

describe('the wire', () => {
  const exchange = (send: string) =>
    new Promise<string>(resolve => {
      const socket = connectSocket(port, '127.0.0.1', () => socket.write(send))
      let answer = ''
      socket.on('data', data => (answer += data))
      socket.on('close', () => resolve(answer))
    })

  test('a body that does not arrive in time gets a 408, and the connection closes', async () => {
    const head = `POST /api/tasks HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n`
    const answer = await exchange(`${head}authorization: Bearer ${await issuer.token('slow')}\r\n\r\n{"title":`)
    expect(answer).toContain('408 Request Timeout')
    expect(answer).toContain('"code":"too-slow"')
  })

  test('a request that is not HTTP gets a problem document', async () => {
    const answer = await exchange('hello?\r\n\r\n')
    expect(answer).toContain('400 Bad Request')
    expect(answer).toContain('"code":"invalid-request"')
  })
})

describe('addresses', () => {
  test.each(['GET', 'PATCH', 'DELETE', 'PUT', 'OPTIONS'])(
    'that have a name are not taken for a task of that name: %s is a 405',
    async method => {
      const authorization = `Bearer ${await issuer.token('ana')}`
      for (const path of ['/api/tasks/batch', '/api/tasks/parse']) {
        const { status, headers } = await app.request(path, { method, headers: { authorization } })
        expect([path, status, headers.get('allow')]).toEqual([path, 405, 'POST'])
      }
    },
  )

  test('that do not exist are a 404, and an unknown method is a 405 that lists the known ones', async () => {
    const ana = await signedIn()
    const missing = await ana.request('GET', '/api/nothing')
    expect([missing.status, (missing.body as Problem).code]).toEqual([404, 'route-not-found'])
    const method = await ana.request('PUT', `/api/tasks/${randomUUID()}`, {})
    expect([method.status, method.headers.get('allow')]).toEqual([405, 'GET, PATCH, DELETE'])
  })

  test.each(['not-a-uuid', '%00', '..%2f..', `${randomUUID()}x`])('/api/tasks/%s is no task', async id => {
    const ana = await signedIn()
    const { status, body } = await ana.request('GET', `/api/tasks/${id}`)
    expect([status, (body as Problem).code]).toEqual([404, 'task-not-found'])
  })

  test('malformed escapes are refused', async () => {
    const ana = await signedIn()
    expect((await ana.request('PATCH', '/api/tags/%E0%A4%A', { name: 'x' })).status).toBe(404)
  })

  test.each(['"x"', 'abc', '-1', '"99999999999"'])(
    'If-Match: %s is refused, and the error names the header',
    async match => {
      const ana = await signedIn()
      const { id } = await ana.create({ title: 'a' })
      const { status, body } = await ana.request('PATCH', `/api/tasks/${id}`, { title: 'b' }, { 'if-match': match })
      expect([status, (body as Problem).errors[0]?.path]).toEqual([400, 'header.if-match'])
    },
  )
})
