import { expect, test } from 'vitest'
import { withRefusals } from './requests.ts'
import { createServer } from './server.ts'

const requestAnsweredWith = (status: number, body: object, headers = {}) =>
  withRefusals(() => {
    const fetch = async () =>
      new Response(JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/problem+json', ...headers },
      })
    return createServer({ fetch, pageOrigin: '', serverUrl: '' }).ask('/api/import', { method: 'POST' })
  })

test('a rate-limited request is refused with the time to wait', async () => {
  const refused = await requestAnsweredWith(429, { code: 'too-many-requests' }, { 'retry-after': '40' })
  expect(refused).toMatchObject({ refused: 'too-many-requests', afterMs: 40_000 })
})

test('a server error is not reported as a missing network', async () => {
  expect(await requestAnsweredWith(503, { code: 'unavailable' })).toMatchObject({ refused: 'unavailable' })
  expect(await requestAnsweredWith(502, {})).toMatchObject({ refused: 'unavailable' })
  expect(await requestAnsweredWith(500, { code: 'internal' })).toMatchObject({ refused: 'internal' })
  const dead = createServer({ fetch: () => Promise.reject(new TypeError('no')), pageOrigin: '', serverUrl: '' })
  expect(await withRefusals(() => dead.ask('/api/import'))).toMatchObject({ refused: 'offline' })
})

test('a refusal keeps the faulty fields and the columns of a table', async () => {
  const errors = [{ path: 'line 1', message: 'has no column for the title' }]
  const columns = [{ heading: 'Was', as: null }]
  const refused = await requestAnsweredWith(422, {
    code: 'import-refused',
    detail: 'The table cannot be read.',
    errors,
    columns,
  })
  expect(refused).toEqual({ refused: 'import-refused', detail: 'The table cannot be read.', errors, columns })
})

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'

test.each([
  ['a refusal', 422, 'import-refused'],
  ['a fault of the server', 500, 'internal'],
  ['a busy server', 503, 'unavailable'],
  ['a rate limit', 429, 'too-many-requests'],
])('%s keeps the trace of its request, from the body or from the header', async (_, status, code) => {
  const refused = { refused: code, traceId }
  expect(await requestAnsweredWith(status, { code, detail: '', traceId })).toMatchObject(refused)
  expect(await requestAnsweredWith(status, { code, detail: '' }, { 'trace-id': traceId })).toMatchObject(refused)
})

test('a server error without a body keeps the trace of its header', async () => {
  const refused = { refused: 'internal', detail: '', errors: [], traceId }
  expect(await requestAnsweredWith(500, {}, { 'trace-id': traceId })).toEqual(refused)
})

test('a text that is no trace is not shown as one', async () => {
  const refused = { refused: 'internal', detail: '', errors: [] }
  expect(await requestAnsweredWith(500, { traceId: '<b>4bf9</b>' }, { 'trace-id': traceId.slice(1) })).toEqual(refused)
})
