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
