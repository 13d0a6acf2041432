import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../kit/testing/database.ts'
import type { Browser, Replica } from '../testing/browser.ts'
import {
  connect,
  connectionsOf,
  exchange,
  oauthServer,
  type Program,
  program,
  refresh,
  tokensIn,
} from '../testing/oauth.ts'

const dayMs = 86_400_000
const clock = { later: 0 }
const now = () => new Date(Date.now() + clock.later)

let api: Replica
let other: Replica
beforeAll(async () => {
  const databaseUrl = await testDatabase()
  api = await oauthServer({ databaseUrl, now })
  other = await oauthServer({ databaseUrl, now })
})

async function connected(scopes?: string[]) {
  const [ana, client] = [api.browser(), await program()]
  await ana.signUp()
  return { ana, client, first: await connect(api, ana, client, scopes) }
}

async function mustRefresh(client: Program, token: string) {
  const given = await refresh(api, client, token)
  expect(given.status).toBe(200)
  return tokensIn(given)
}

const isAlive = async (ana: Browser) => (await connectionsOf(ana)).length === 1
const invalid = { status: 400, body: { error: 'invalid_grant' } }

test('ten refreshes, each after 89 days, keep a connection alive', async () => {
  const { client, first } = await connected()
  let current = first
  for (const round of Array.from({ length: 10 }, (_, i) => i + 1)) {
    clock.later = round * 89 * dayMs
    expect(await exchange(api, current.access)).toMatchObject(invalid)
    current = await mustRefresh(client, current.refresh)
    expect((await exchange(api, current.access)).status).toBe(200)
  }
  clock.later += 90 * dayMs
  expect(await refresh(api, client, current.refresh)).toMatchObject(invalid)
  clock.later = 0
})

test('an access token is valid for one hour', async () => {
  const { first } = await connected()
  clock.later = 3_590_000
  expect(await exchange(api, first.access)).toMatchObject({ status: 200, body: { expires_in: expect.any(Number) } })
  const left = Number((await exchange(api, first.access)).body.expires_in)
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThanOrEqual(10)
  clock.later = 3_601_000
  expect(await exchange(api, first.access)).toMatchObject(invalid)
  clock.later = 0
})

test('after a lost answer the old token works again, until its successor was used', async () => {
  const { ana, client, first } = await connected()
  await mustRefresh(client, first.refresh)
  await mustRefresh(client, first.refresh)
  const second = await mustRefresh(client, first.refresh)
  const third = await mustRefresh(client, second.refresh)
  expect((await exchange(api, third.access)).status).toBe(200)
  expect(await isAlive(ana)).toBe(true)

  expect(await refresh(api, client, first.refresh)).toMatchObject(invalid)
  expect(await isAlive(ana)).toBe(false)
  expect(await refresh(api, client, third.refresh)).toMatchObject(invalid)
  expect(await exchange(api, third.access)).toMatchObject(invalid)
})

test('a second successor of one token ends the connection: one of both was stolen', async () => {
  const { ana, client, first } = await connected()
  const [one, two] = [await mustRefresh(client, first.refresh), await mustRefresh(client, first.refresh)]
  const next = await mustRefresh(client, one.refresh)
  expect(await refresh(api, client, two.refresh)).toMatchObject(invalid)
  expect(await isAlive(ana)).toBe(false)
  expect(await refresh(api, client, next.refresh)).toMatchObject(invalid)
})

test('of six successors used at once, on two replicas, one is accepted, and the connection ends', async () => {
  const { ana, client, first } = await connected()
  const successors = await Promise.all(Array.from({ length: 6 }, () => mustRefresh(client, first.refresh)))
  const all = await Promise.all(successors.map((one, i) => refresh(i % 2 ? api : other, client, one.refresh)))
  expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(5).fill(400)])
  expect(await isAlive(ana)).toBe(false)
})

test('a refresh may ask for fewer scopes, and later for all of the connection again', async () => {
  const { client, first } = await connected()
  const narrow = await refresh(api, client, first.refresh, { scope: 'read' })
  expect(narrow).toMatchObject({ status: 200, body: { scope: 'read' } })
  const { access, refresh: next } = tokensIn(narrow)
  expect(await exchange(api, access, { scope: 'read write' })).toMatchObject({ body: { error: 'invalid_scope' } })
  expect(await refresh(api, client, next)).toMatchObject({ status: 200, body: { scope: 'read write' } })
})

test('a refresh cannot widen the scopes of its connection', async () => {
  const { client, first } = await connected(['read'])
  const wide = await refresh(api, client, first.refresh, { scope: 'read write' })
  expect(wide).toMatchObject({ status: 400, body: { error: 'invalid_scope' } })
})

test('a refused refresh ends nothing: of another client, for another resource, of an unknown token', async () => {
  const { ana, client, first } = await connected()
  const stranger = await program()
  expect(await refresh(api, stranger, first.refresh)).toMatchObject(invalid)
  expect(await refresh(api, client, first.refresh, { resource: 'https://other.example/mcp' })).toMatchObject({
    status: 400,
    body: { error: 'invalid_target' },
  })
  for (const unknown of [`zdr_${'x'.repeat(43)}`, 'zdr_', first.access, "zdr_'"])
    expect(await refresh(api, client, unknown)).toMatchObject(invalid)
  expect(await isAlive(ana)).toBe(true)
  expect((await refresh(api, client, first.refresh)).status).toBe(200)
})

test('a connection keeps a bounded number of tokens', async () => {
  const { ana, client, first } = await connected()
  const { id } = (await ana.request('GET', '/api/me')).body
  await api.owner`
    insert into identity.refresh_token (hash, user_id, connection_id, created_at, expires_at)
    select sha256(i::text::bytea), c.user_id, c.id, now() - interval '1 hour', now() + interval '1 day'
    from identity.connection c, generate_series(1, 300) i where c.user_id = ${String(id)}`
  const second = await mustRefresh(client, first.refresh)
  expect(await api.owner`select from identity.refresh_token where user_id = ${String(id)}`).toHaveLength(100)
  await mustRefresh(client, second.refresh)
  expect(await isAlive(ana)).toBe(true)
})
