import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../kit/testing/database.ts'
import { withoutTrace } from '../../kit/testing/without-trace.ts'
import { bearer, replica } from '../testing/browser.ts'

let api: Awaited<ReturnType<typeof replica>>
beforeAll(async () => {
  api = await replica(await testDatabase())
})

async function person() {
  const browser = api.browser()
  const { id } = await browser.signUp()
  return Object.assign(browser, { id })
}

const tokensOf = async (person: ReturnType<typeof api.browser>) =>
  (await person.request('GET', '/api/me/tokens')).body.items as Record<string, unknown>[]

test('a token is shown once, and no stored value can be used as one', async () => {
  const ana = await person()
  const headers = { 'idempotency-key': 'make-it' }
  const body = { name: 'backup', scopes: ['read'] }
  const made = await ana.request('POST', '/api/me/tokens', { body, headers })
  expect(made).toMatchObject({ status: 201, body: { name: 'backup', scopes: ['read'], lastUsedAt: null } })
  const token = String(made.body.token)
  expect(token).toMatch(/^zd_[\w-]{43}$/)
  expect(await tokensOf(ana)).toEqual([{ ...made.body, token: undefined }])

  const hash = createHash('sha256').update(token).digest()
  expect(await api.owner`select from identity.api_token where hash = ${hash}`).toHaveLength(1)
  const tables = await api.owner<{ name: string }[]>`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_schema in ('identity', 'tasks')`
  for (const { name } of tables)
    expect(await api.owner`select from ${api.owner(name)} t where t::text like ${`%${token}%`}`).toHaveLength(0)
})

test('a repeated idempotency key creates one token and shows it again', async () => {
  const ana = await person()
  const make = (name = 'backup') =>
    ana.request('POST', '/api/me/tokens', {
      body: { name, scopes: ['read'] },
      headers: { 'idempotency-key': 'make-it' },
    })
  const [first, second] = [await make(), await make()]
  expect(second.body).toEqual(first.body)
  expect(second.headers.get('idempotency-replayed')).toBe('true')
  expect((await make('another')).status).toBe(422)
  expect(await tokensOf(ana)).toHaveLength(1)
  const bob = await person()
  const other = await bob.request('POST', '/api/me/tokens', {
    body: { name: 'backup', scopes: ['read'] },
    headers: { 'idempotency-key': 'make-it' },
  })
  expect(other.body.token).not.toBe(first.body.token)
})

test('a read-only token cannot write', async () => {
  const { token } = await (await person()).apiToken(['read'])
  expect((await api.request('GET', '/api/tasks', { headers: bearer(token) })).status).toBe(200)
  const write = await api.request('POST', '/api/tasks', { body: { title: 'x' }, headers: bearer(token) })
  expect(write).toMatchObject({ status: 403, body: { code: 'scope-missing' } })
})

test.each([
  ['GET', '/api/me/tokens', undefined],
  ['POST', '/api/me/tokens', { name: 'more', scopes: ['read'] }],
  ['DELETE', '/api/me/tokens/01a1fe56-0ceb-7561-808d-a0ffbfb9173c', undefined],
  ['DELETE', '/api/me', undefined],
])('no token can create tokens or delete the account: %s %s', async (method, path, body) => {
  const { token } = await (await person()).apiToken()
  const refused = await api.request(method, path, { body, headers: bearer(token) })
  expect(refused).toMatchObject({ status: 403, body: { code: 'not-allowed' } })
})

test('a revoked token is invalid at once, and its creation and revocation write audit events', async () => {
  const ana = await person()
  const { id, token } = await ana.apiToken()
  expect((await api.request('GET', '/api/me', { headers: bearer(token) })).status).toBe(200)
  expect((await ana.request('DELETE', `/api/me/tokens/${id}`)).status).toBe(204)
  expect(await api.request('GET', '/api/me', { headers: bearer(token) })).toMatchObject({
    status: 401,
    body: { code: 'invalid-token' },
  })
  expect((await ana.request('DELETE', `/api/me/tokens/${id}`)).body.code).toBe('token-not-found')

  const events = api.published.filter(({ userId, type }) => userId === ana.id && type.includes('.token-'))
  expect(events.map(({ type, topic, data }) => ({ type, topic, data }))).toEqual([
    {
      topic: 'audit-events',
      type: 'zerodue.identity.token-created.v1',
      data: { actor: { kind: 'user', id: ana.id }, tokenId: id, name: 'a program', scopes: ['read', 'write'] },
    },
    {
      topic: 'audit-events',
      type: 'zerodue.identity.token-revoked.v1',
      data: { actor: { kind: 'user', id: ana.id }, tokenId: id },
    },
  ])
  expect(JSON.stringify(events)).not.toContain(token)
})

test('a revocation is published in account-events, and with the same id in audit-events as before', async () => {
  const ana = await person()
  const { id } = await ana.apiToken()
  await ana.request('DELETE', `/api/me/tokens/${id}`)
  const events = api.published.filter(({ userId, type }) => userId === ana.id && type.endsWith('revoked.v1'))
  const data = { actor: { kind: 'user', id: ana.id }, tokenId: id }
  expect(events.map(({ type, topic, data }) => ({ type, topic, data }))).toEqual([
    { type: 'zerodue.token.revoked.v1', topic: 'account-events', data: { ...data, kind: 'api-token' } },
    { type: 'zerodue.identity.token-revoked.v1', topic: 'audit-events', data },
  ])
  expect(events[1]?.id).toBe(events[0]?.id)
})

test('the list shows the last use of a token, which is stored once a minute at most', async () => {
  const ana = await person()
  const { token } = await ana.apiToken()
  const use = () => api.request('GET', '/api/me', { headers: bearer(token) })
  await Promise.all([use(), use(), use()])
  const [first] = await tokensOf(ana)
  await use()
  const [second] = await tokensOf(ana)
  expect(first?.lastUsedAt).toEqual(expect.any(String))
  expect(second?.lastUsedAt).toBe(first?.lastUsedAt)
  await api.owner`update identity.api_token set last_used_at = now() - interval '61 seconds' where user_id = ${ana.id}`
  await use()
  const [third] = await tokensOf(ana)
  expect(Date.parse(String(third?.lastUsedAt))).toBeGreaterThanOrEqual(Date.parse(String(first?.lastUsedAt)))
})

test('a token of another person is indistinguishable from a missing one', async () => {
  const [ana, bob] = [await person(), await person()]
  const { id, token } = await ana.apiToken()
  const refused = await bob.request('DELETE', `/api/me/tokens/${id}`)
  const unknown = await bob.request('DELETE', '/api/me/tokens/01a1fe56-0ceb-7561-808d-a0ffbfb9173c')
  expect(refused).toMatchObject({ status: 404, body: withoutTrace(unknown.body) })
  expect(await tokensOf(bob)).toEqual([])
  expect((await api.request('GET', '/api/me', { headers: bearer(token) })).status).toBe(200)
})

test('a person has fifty tokens at most, even when requests create them at once', async () => {
  const ana = await person()
  const made = await Promise.all(
    Array.from({ length: 55 }, (_, i) =>
      ana.request('POST', '/api/me/tokens', { body: { name: `program ${i}`, scopes: ['read'] } }),
    ),
  )
  expect(made.filter(({ status }) => status === 201)).toHaveLength(50)
  expect(made.filter(({ status }) => status === 403)).toHaveLength(5)
})

describe('a token is refused when', () => {
  test.each<[string, object, string]>([
    ['it has no name', { scopes: ['read'] }, 'name'],
    ['its name is only spaces', { name: '   ', scopes: ['read'] }, 'name'],
    ['it has no scope', { name: 'x', scopes: [] }, 'scopes'],
    ['it has an unknown scope', { name: 'x', scopes: ['admin'] }, 'scopes.0'],
    ['it has a scope twice', { name: 'x', scopes: ['read', 'read'] }, 'scopes'],
    ['it brings its own secret', { name: 'x', scopes: ['read'], token: 'zd_mine' }, 'token'],
  ])('%s', async (_, body, path) => {
    const ana = await person()
    const refused = await ana.request('POST', '/api/me/tokens', { body })
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ path }] } })
    expect(await tokensOf(ana)).toEqual([])
  })
})
