import { beforeAll, describe, expect, test } from 'vitest'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import { testDatabase } from '../../kit/testing/database.ts'
import { bearer, replica } from '../testing/browser.ts'

let api: Awaited<ReturnType<typeof replica>>
beforeAll(async () => {
  api = await replica(await testDatabase())
})

/** Everything of everybody, from every table of every schema, as text: where somebody is still named shows here. */
async function tablesNaming(what: string): Promise<string[]> {
  const tables = await api.owner<{ name: string }[]>`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await api.owner`select from ${api.owner(name)} t where t::text like ${`%${what}%`} limit 1`
    if (rows.length) found.push(name)
  }
  return found.sort()
}

/** Somebody with something in every table that there is for people. */
async function busyPerson() {
  const browser = api.browser()
  const { id, email } = await browser.signUp()
  await browser.signIn(email)
  const jwt = await browser.jwt()
  const { token } = await browser.apiToken()
  await browser.request('PATCH', '/api/me', { body: { zone: 'Asia/Karachi' } })
  await browser.request('POST', '/api/tasks', {
    body: { title: 'Secret plan', tags: ['home'] },
    headers: { 'idempotency-key': 'once' },
  })
  await api.owner`insert into tasks.seen values (${id}, gen_random_uuid(), 1)`
  await browser.request('POST', '/api/calendar')
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return { ...browser, id, email, jwt, token, cookie }
}

test('nothing of a deleted account remains in any table but the events that say so', async () => {
  const ana = await busyPerson()
  const personal = await api.owner<{ name: string }[]>`
    select table_schema || '.' || table_name as name from information_schema.columns
    where column_name = 'user_id' and table_schema in ('tasks', 'identity') order by 1`
  expect(await tablesNaming(ana.id)).toEqual([...personal.map(({ name }) => name), 'identity.person'].sort())

  const deleted = await ana.request('DELETE', '/api/me')
  expect(deleted.status).toBe(204)
  expect(ana.cookies.size).toBe(0)
  expect(await tablesNaming(ana.id)).toEqual(['tasks.outbox'])
  expect(await tablesNaming(ana.email)).toEqual([])
  expect(await tablesNaming('Secret plan')).toEqual([])
  const left = await api.owner`
    select topic, type, data, published_at is not null as published from tasks.outbox where user_id = ${ana.id}`
  expect(left).toHaveLength(2)
  expect([...left]).toEqual(
    expect.arrayContaining([
      {
        topic: 'task-events',
        type: 'zerodue.user.deleted.v1',
        data: { actor: { kind: 'user', id: ana.id } },
        published: true,
      },
      { topic: 'task-updates', type: 'zerodue.account.deleted.v1', data: {}, published: true },
    ]),
  )
})

test('what others have is untouched', async () => {
  const [ana, bob] = [await busyPerson(), await busyPerson()]
  await ana.request('DELETE', '/api/me')
  expect((await bob.request('GET', '/api/tasks')).body.items).toHaveLength(1)
  expect((await api.request('GET', '/api/me', { headers: bearer(bob.token) })).status).toBe(200)
})

describe('what a deleted account left about cannot bring anything back:', () => {
  test.each(['jwt', 'token', 'cookie'] as const)('its %s', async door => {
    const ana = await busyPerson()
    await ana.request('DELETE', '/api/me')
    const headers = door === 'cookie' ? { cookie: ana.cookie } : bearer(ana[door])
    const writes = [
      ['POST', '/api/tasks', { title: 'Back again' }],
      ['POST', '/api/tasks/batch', { operations: [{ op: 'create', task: { title: 'Back again' } }] }],
      ['PATCH', '/api/me', { zone: 'Asia/Karachi' }],
      ['POST', '/api/me/tokens', { name: 'back', scopes: ['write'] }],
      ['DELETE', '/api/me', undefined],
    ] as const
    for (const [method, path, body] of writes)
      expect(await api.request(method, path, { body, headers })).toMatchObject({ status: 401 })
    const list = await api.request('GET', '/api/tasks', { headers })
    expect(list.status === 401 || (list.body.items as unknown[]).length === 0).toBe(true)
    expect(await tablesNaming(ana.id)).toEqual(['tasks.outbox'])
    expect(await api.owner`select from tasks.outbox where user_id = ${ana.id}`).toHaveLength(2)
  })
})

test('writes that arrive while the account is being deleted leave nothing behind', async () => {
  const ana = await busyPerson()
  const write = () =>
    api.request('POST', '/api/tasks', { body: { title: 'At the same moment' }, headers: bearer(ana.jwt) })
  const [deleted, ...written] = await Promise.all([
    ana.request('DELETE', '/api/me'),
    ...Array.from({ length: 20 }, write),
  ])
  expect(deleted?.status).toBe(204)
  for (const { status } of written) expect([201, 401]).toContain(status)
  expect(await tablesNaming(ana.id)).toEqual(['tasks.outbox'])
})

/** Returns when a transaction of this database waits for an account: then the deletion has come as far as it can. */
async function somebodyWaits(): Promise<void> {
  const waiting = api.owner`
    select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`
  if (!(await waiting).length) await somebodyWaits()
}

test('a write that has begun is waited for, and goes with the account', async () => {
  const ana = await busyPerson()
  let deleted: Promise<unknown> | undefined
  await asCaller(api.sql, { userId: ana.id }, async tx => {
    await tx`select identity.begin_write(${ana.id}, ${new Date()})`
    deleted = ana.request('DELETE', '/api/me')
    await somebodyWaits()
    await tx`insert into tasks.tag (user_id, key, name) values (${ana.id}, 'late', 'late')`
  })
  await deleted
  expect(await tablesNaming('late')).toEqual([])
})

test('the same address may sign up again, as somebody new', async () => {
  const ana = await busyPerson()
  await ana.request('DELETE', '/api/me')
  const again = api.browser()
  const { id } = await again.signUp(ana.email)
  expect(id).not.toBe(ana.id)
  expect((await again.request('GET', '/api/tasks')).body.items).toEqual([])
  expect((await again.request('POST', '/api/tasks', { body: { title: 'New' } })).status).toBe(201)
})
