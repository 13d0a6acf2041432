import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { userDeleted } from '../../domain/events/account-events.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import { bearer, type Replica } from '../testing/browser.ts'
import { connect, exchange, oauthServer, program, refresh } from '../testing/oauth.ts'

let api: Replica
beforeAll(async () => {
  api = await oauthServer()
})

/** The tables of all schemas in which a row contains this text. */
async function tablesContaining(text: string): Promise<string[]> {
  const tables = await api.owner<{ name: string }[]>`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await api.owner`select from ${api.owner(name)} t where t::text like ${`%${text}%`} limit 1`
    if (rows.length) found.push(name)
  }
  return found.sort()
}

/** A person with a row in every table with a user id. */
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
  const failure = { id: randomUUID(), user_id: id, way: 'received', consumer: '/', source: '/x', event_id: id }
  const failed = { ...failure, type: 'x', time: 'x', data: {}, reason: 'a bug' }
  await api.owner`select tasks.note_failure(${api.owner.json(failed)}::json, 1)`
  await browser.request('POST', '/api/calendar')
  const client = await program()
  const connection = await connect(api, browser, client)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return { ...browser, id, email, jwt, token, cookie, client, connection }
}

test('nothing of a deleted account remains in any table except the events of the deletion', async () => {
  const ana = await busyPerson()
  const personal = await api.owner<{ name: string }[]>`
    select table_schema || '.' || table_name as name
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where column_name = 'user_id' and table_schema in ('tasks', 'identity') and table_type = 'BASE TABLE' order by 1`
  expect(await tablesContaining(ana.id)).toEqual([...personal.map(({ name }) => name), 'identity.person'].sort())

  const deleted = await ana.request('DELETE', '/api/me')
  expect(deleted.status).toBe(204)
  expect(ana.cookies.size).toBe(0)
  expect(await tablesContaining(ana.id)).toEqual(['tasks.outbox'])
  expect(await tablesContaining(ana.email)).toEqual([])
  expect(await tablesContaining('Secret plan')).toEqual([])
  const left = await api.owner`
    select topic, type, data, published_at is not null as published from tasks.outbox where user_id = ${ana.id}`
  expect(left).toHaveLength(2)
  expect([...left]).toEqual(
    expect.arrayContaining([
      {
        topic: 'account-events',
        type: 'zerodue.user.deleted.v1',
        data: { actor: { kind: 'user', id: ana.id } },
        published: true,
      },
      { topic: 'task-updates', type: 'zerodue.account.deleted.v1', data: {}, published: true },
    ]),
  )
})

test('a deletion is published in account-events, and with the same id in task-events as before', async () => {
  const ana = await busyPerson()
  await ana.request('DELETE', '/api/me')
  const deletions = api.published.filter(({ userId, type }) => userId === ana.id && type === userDeleted.type)
  expect(deletions.map(({ topic }) => topic)).toEqual(['account-events', 'task-events'])
  expect(new Set(deletions.map(({ id }) => id)).size).toBe(1)
})

test('an account that is deleted takes its connections along', async () => {
  const ana = await busyPerson()
  const { access, refresh: refreshToken } = ana.connection
  const exchanged = String((await exchange(api, access)).body.access_token)
  await ana.request('DELETE', '/api/me')
  expect(await exchange(api, access)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  expect(await exchange(api, ana.jwt, { door: 'chat' })).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant' },
  })
  expect(await refresh(api, ana.client, refreshToken)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  const write = await api.request('POST', '/api/tasks', { body: { title: 'Back again' }, headers: bearer(exchanged) })
  expect(write).toMatchObject({ status: 401, body: { code: 'invalid-token' } })
})

test('the data of other people stays unchanged', async () => {
  const [ana, bob] = [await busyPerson(), await busyPerson()]
  await ana.request('DELETE', '/api/me')
  expect((await bob.request('GET', '/api/tasks')).body.items).toHaveLength(1)
  expect((await api.request('GET', '/api/me', { headers: bearer(bob.token) })).status).toBe(200)
})

describe('credentials of a deleted account can write nothing:', () => {
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
    expect(await tablesContaining(ana.id)).toEqual(['tasks.outbox'])
    expect(await api.owner`select from tasks.outbox where user_id = ${ana.id}`).toHaveLength(2)
  })
})

test('writes during the deletion of the account leave nothing behind', async () => {
  const ana = await busyPerson()
  const write = () =>
    api.request('POST', '/api/tasks', { body: { title: 'At the same moment' }, headers: bearer(ana.jwt) })
  const [deleted, ...written] = await Promise.all([
    ana.request('DELETE', '/api/me'),
    ...Array.from({ length: 20 }, write),
  ])
  expect(deleted?.status).toBe(204)
  for (const { status } of written) expect([201, 401]).toContain(status)
  expect(await tablesContaining(ana.id)).toEqual(['tasks.outbox'])
})

/** Returns when so many transactions wait for the lock of an account: a deletion has then gone as far as it can. */
async function deletionsWait(count: number): Promise<void> {
  const waiting = api.owner`
    select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`
  if ((await waiting).length < count) await deletionsWait(count)
}

test('the deletion waits for a write that has begun, deletes its rows, and has a later time', async () => {
  const ana = await busyPerson()
  let deleted: Promise<unknown> | undefined
  let written: Date | undefined
  await asCaller(api.sql, { userId: ana.id }, async tx => {
    await tx`select identity.begin_write(${ana.id}, ${new Date()})`
    deleted = ana.request('DELETE', '/api/me')
    await deletionsWait(1)
    await tx`insert into tasks.tag (user_id, key, name) values (${ana.id}, 'late', 'late')`
    written = new Date()
  })
  await deleted
  expect(await tablesContaining('late')).toEqual([])
  // A consumer that gets the event of the write after the deletion must know it as late.
  const [deletion] = await api.owner<{ time: Date }[]>`
    select time from tasks.outbox where user_id = ${ana.id} and type = ${userDeleted.type}`
  expect(deletion?.time.getTime()).toBeGreaterThanOrEqual(Number(written))
})

test('two simultaneous deletions of an account delete it once', async () => {
  const ana = await busyPerson()
  const deletion = () => api.request('DELETE', '/api/me', { headers: bearer(ana.jwt) })
  let both: ReturnType<typeof deletion>[] = []
  await api.owner.begin(async tx => {
    await tx`select pg_advisory_xact_lock(hashtext('zerodue.account'), hashtext(${ana.id}))`
    both = [deletion(), deletion()]
    await deletionsWait(2)
  })
  expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([204, 401])
  const events = api.published.filter(({ userId, type }) => userId === ana.id && type === userDeleted.type)
  expect(new Set(events.map(({ id }) => id)).size).toBe(1)
})

test('the same address can sign up again as a new account', async () => {
  const ana = await busyPerson()
  await ana.request('DELETE', '/api/me')
  const again = api.browser()
  const { id } = await again.signUp(ana.email)
  expect(id).not.toBe(ana.id)
  expect((await again.request('GET', '/api/tasks')).body.items).toEqual([])
  expect((await again.request('POST', '/api/tasks', { body: { title: 'New' } })).status).toBe(201)
})
