import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { close, listen } from '../../kit/http/serve.ts'
import { deliver, reasonOf } from './deliver.ts'
import type { Delivery } from './manifest.ts'
import type { Request } from './record.ts'

const request: Request = {
  attributes: { specversion: '1.0', id: '1', source: '/a', type: 'b', subject: 'دودھ 100% "x"' },
  contentType: 'application/json',
  body: Buffer.from('{"n":1}'),
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
}
const goOn = new AbortController().signal

/** A function that gives these answers in turn, and then 204. */
async function functionThat(...answers: Response[]) {
  const calls: { headers: Record<string, string>; body: string }[] = []
  const app = new Hono().post('/', async c => {
    calls.push({ headers: c.req.header(), body: await c.req.text() })
    return answers.shift() ?? c.body(null, 204)
  })
  const server = await listen(app, { port: 0 })
  onTestFinished(() => close(server))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, calls }
}

const twice = (pauses: number[] = []): Delivery => ({
  retries: 2,
  pauseMs: retry => {
    pauses.push(retry)
    return 0
  },
  timeoutMs: 5_000,
})

test('an event is delivered as a POST in binary mode, and its trace is also the header traceparent', async () => {
  const { url, calls } = await functionThat()

  expect(await deliver(request, url, twice(), goOn)).toBeUndefined()
  expect(calls).toEqual([
    {
      headers: expect.objectContaining({
        'ce-specversion': '1.0',
        'ce-id': '1',
        'ce-source': '/a',
        'ce-type': 'b',
        'ce-subject': '%D8%AF%D9%88%D8%AF%DA%BE%20100%25%20%22x%22',
        'content-type': 'application/json',
        traceparent: request.traceparent,
      }),
      body: '{"n":1}',
    },
  ])
})

test.each([200, 201, 202, 204, 299])('after %i there is no retry', async status => {
  const { url, calls } = await functionThat(new Response(null, { status }))

  expect(await deliver(request, url, twice(), goOn)).toBeUndefined()
  expect(calls).toHaveLength(1)
})

test.each([500, 501, 502, 503, 504, 599, 404, 408, 409, 429])('%i is retried', async status => {
  const { url, calls } = await functionThat(new Response('later', { status }), new Response('later', { status }))

  expect(await deliver(request, url, twice(), goOn)).toBeUndefined()
  expect(calls).toHaveLength(3)
})

test.each([300, 301, 302, 304, 307, 400, 401, 403, 405, 410, 413, 415, 422, 425, 428, 451])(
  '%i is final, and a redirect is not followed',
  async status => {
    const { url, calls } = await functionThat(new Response(null, { status, headers: { location: '/' } }))

    expect((await deliver(request, url, twice(), goOn))?.answer?.status).toBe(status)
    expect(calls).toHaveLength(1)
  },
)

test('after the last retry the reason is the last answer', async () => {
  const answers = [503, 500, 502].map(status => new Response(`because ${status}`, { status }))
  const { url, calls } = await functionThat(...answers)
  const pauses: number[] = []

  const failure = await deliver(request, url, twice(pauses), goOn)

  expect(calls).toHaveLength(3)
  expect(pauses).toEqual([1, 2])
  expect(reasonOf(failure ?? {}, url)).toEqual({
    knativeerrordest: url,
    knativeerrorcode: '502',
    knativeerrordata: Buffer.from('because 502').toString('base64'),
  })
})

test('Retry-After is ignored', async () => {
  const { url, calls } = await functionThat(new Response('', { status: 503, headers: { 'retry-after': '3600' } }))

  await deliver(request, url, twice(), goOn)
  expect(calls).toHaveLength(2)
})

test('a refused connection and a timeout are retried, and the reason has no code', async () => {
  const { url } = await functionThat()
  const refusing = 'http://127.0.0.1:1/'
  const silent = await listen(
    new Hono().post('/', () => new Promise<Response>(() => {})),
    { port: 0 },
  )
  onTestFinished(() => {
    silent.closeAllConnections()
    return close(silent)
  })
  const pauses: number[] = []

  expect(await deliver(request, refusing, twice(pauses), goOn)).toEqual({})
  const at = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
  expect(await deliver(request, at, { ...twice(pauses), timeoutMs: 20 }, goOn)).toEqual({})
  expect(pauses).toEqual([1, 2, 1, 2])
  expect(reasonOf({}, url)).toEqual({ knativeerrordest: url })
})

test('the reason holds the first 1 KiB of a long answer', () => {
  const answer = { status: 400, body: Buffer.from('x'.repeat(5_000)), headers: new Headers() }
  const { knativeerrordata = '' } = reasonOf({ answer }, 'http://task-api/')
  expect(Buffer.from(knativeerrordata, 'base64')).toHaveLength(1_024)
})

test('a stop does not wait for the next retry', async () => {
  const { url, calls } = await functionThat(new Response('', { status: 503 }))
  const stop = new AbortController()
  const pauseMs = () => {
    stop.abort()
    return 3_600_000
  }

  await expect(deliver(request, url, { ...twice(), pauseMs }, stop.signal)).rejects.toThrow()
  expect(calls).toHaveLength(1)
})
