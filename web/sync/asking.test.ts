import { expect, test } from 'vitest'
import { orOffline } from './asking.ts'
import { createServer } from './server.ts'

const answered = (status: number, body: object, headers = {}) =>
  orOffline(() => {
    const fetch = async () =>
      new Response(JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/problem+json', ...headers },
      })
    return createServer({ fetch, pageOrigin: '', serverUrl: '' }).ask('/api/import', { method: 'POST' })
  })

test('who asked too often is told so, and how long to wait', async () => {
  const refused = await answered(429, { code: 'too-many-requests' }, { 'retry-after': '40' })
  expect(refused).toMatchObject({ refused: 'too-many-requests', afterMs: 40_000 })
})

test('a server in a bad moment is no missing network', async () => {
  expect(await answered(503, { code: 'unavailable' })).toMatchObject({ refused: 'unavailable' })
  expect(await answered(502, {})).toMatchObject({ refused: 'unavailable' })
  const dead = createServer({ fetch: () => Promise.reject(new TypeError('no')), pageOrigin: '', serverUrl: '' })
  expect(await orOffline(() => dead.ask('/api/import'))).toMatchObject({ refused: 'offline' })
})

test('a refusal keeps what is to be chosen from: the fields at fault, and the columns of a table', async () => {
  const errors = [{ path: 'line 1', message: 'has no column for the title' }]
  const columns = [{ heading: 'Was', as: null }]
  const refused = await answered(422, { code: 'import-refused', detail: 'The table cannot be read.', errors, columns })
  expect(refused).toEqual({ refused: 'import-refused', detail: 'The table cannot be read.', errors, columns })
})
