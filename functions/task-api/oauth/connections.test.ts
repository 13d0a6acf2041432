import { beforeAll, describe, expect, test } from 'vitest'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import { withoutTrace } from '../../kit/testing/without-trace.ts'
import { type Browser, bearer, type Replica } from '../testing/browser.ts'
import {
  answerIn,
  connect,
  connectionsOf,
  decide,
  exchange,
  form,
  newVerifier,
  oauthServer,
  program,
  queryOf,
  redeem,
  refresh,
  tokensIn,
} from '../testing/oauth.ts'

let api: Replica
beforeAll(async () => {
  api = await oauthServer()
})

async function person() {
  const browser = api.browser()
  const { id } = await browser.signUp()
  return Object.assign(browser, { id })
}

const revoke = (parameters: Record<string, string>) =>
  api.request('POST', '/api/oauth/revoke', { body: String(new URLSearchParams(parameters)), headers: form })

const invalidGrant = { status: 400, body: { error: 'invalid_grant' } }
const end = async (who: Browser, id: string) => who.request('DELETE', `/api/me/connections/${id}`)

test('a person sees the own connections, the newest first, and nobody else does', async () => {
  const [ana, bob] = [await person(), await person()]
  const client = await program()
  await connect(api, ana, client, ['read'])
  await connect(api, ana, client)
  expect((await connectionsOf(ana)).map(({ scopes }) => scopes)).toEqual([['read', 'write'], ['read']])
  expect(await connectionsOf(bob)).toEqual([])
})

test('a connection of another person is indistinguishable from a missing one', async () => {
  const [ana, bob] = [await person(), await person()]
  await connect(api, ana, await program())
  const [{ id } = { id: '' }] = await connectionsOf(ana)
  const refused = await end(bob, id)
  const unknown = await end(bob, '01a1fe56-0ceb-7561-808d-a0ffbfb9173c')
  expect(refused).toMatchObject({ status: 404, body: { code: 'connection-not-found' } })
  expect(withoutTrace(refused.body)).toEqual(withoutTrace(unknown.body))
  expect(await end(bob, 'no-id')).toMatchObject({ status: 404, body: { code: 'connection-not-found' } })
  expect(await connectionsOf(ana)).toHaveLength(1)
})

test('to end one connection ends its tokens at once, and no other connection of the same program', async () => {
  const ana = await person()
  const client = await program()
  const [one, two] = [await connect(api, ana, client), await connect(api, ana, client)]
  const [newest] = await connectionsOf(ana)
  expect((await end(ana, newest?.id ?? '')).status).toBe(204)
  expect(await exchange(api, two.access)).toMatchObject(invalidGrant)
  expect(await refresh(api, client, two.refresh)).toMatchObject(invalidGrant)
  expect((await exchange(api, one.access)).status).toBe(200)
  expect((await end(ana, newest?.id ?? '')).status).toBe(404)
})

test('an API token neither lists nor ends connections', async () => {
  const ana = await person()
  await connect(api, ana, await program())
  const [{ id } = { id: '' }] = await connectionsOf(ana)
  const headers = bearer((await ana.apiToken()).token)
  for (const [method, path] of [
    ['GET', '/api/me/connections'],
    ['DELETE', `/api/me/connections/${id}`],
  ] as const)
    expect(await api.request(method, path, { headers })).toMatchObject({ status: 403, body: { code: 'not-allowed' } })
})

describe('the end of a connection is one event, which names', () => {
  type Connected = Awaited<ReturnType<typeof connected>>

  async function connected() {
    const [ana, client, verifier] = [await person(), await program(), newVerifier()]
    const { code = '' } = answerIn(await decide(ana, queryOf(client, verifier)))
    const first = tokensIn(await redeem(api, client, code, verifier))
    const [{ id } = { id: '' }] = await connectionsOf(ana)
    return { ana, client, first, id, redeemAgain: () => redeem(api, client, code, verifier) }
  }

  test.each<[string, 'user' | 'token', (one: Connected) => Promise<unknown>]>([
    ['the person who ended it', 'user', ({ ana, id }) => end(ana, id)],
    [
      'the connection when its program revoked it',
      'token',
      ({ first, client }) => revoke({ token: first.refresh, client_id: client.id }),
    ],
    ['the connection when its code came again', 'token', ({ redeemAgain }) => redeemAgain()],
    [
      'the connection when a spent token came again',
      'token',
      async ({ client, first }) => {
        const second = tokensIn(await refresh(api, client, first.refresh))
        await refresh(api, client, second.refresh)
        await refresh(api, client, first.refresh)
      },
    ],
  ])('%s', async (_, kind, endIt) => {
    const one = await connected()
    await endIt(one)
    expect(await connectionsOf(one.ana)).toEqual([])
    const events = api.published.filter(
      ({ userId, type }) => userId === one.ana.id && type === 'zerodue.token.revoked.v1',
    )
    const actor = { kind, id: kind === 'user' ? one.ana.id : one.id }
    expect(events.map(({ topic, data }) => ({ topic, data }))).toEqual([
      { topic: 'account-events', data: { actor, tokenId: one.id, kind: 'connection' } },
    ])
  })
})

describe('a program revokes', () => {
  test('its refresh token, and the connection ends', async () => {
    const ana = await person()
    const client = await program()
    const { access, refresh: token } = await connect(api, ana, client)
    expect(await revoke({ token, client_id: client.id, token_type_hint: 'access_token' })).toMatchObject({
      status: 200,
      body: {},
    })
    expect(await exchange(api, access)).toMatchObject(invalidGrant)
    expect(await connectionsOf(ana)).toEqual([])
  })

  test('its access token alone', async () => {
    const ana = await person()
    const client = await program()
    const { access, refresh: token } = await connect(api, ana, client)
    expect((await revoke({ token: access, client_id: client.id })).status).toBe(200)
    expect(await exchange(api, access)).toMatchObject(invalidGrant)
    expect((await refresh(api, client, token)).status).toBe(200)
  })

  test('nothing of another program, and an unknown token without an error', async () => {
    const ana = await person()
    const client = await program()
    const { refresh: token } = await connect(api, ana, client)
    expect(await revoke({ token, client_id: 'https://other.example/client.json' })).toMatchObject(invalidGrant)
    expect(await revoke({ token })).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
    for (const unknown of [`zdr_${'x'.repeat(43)}`, 'noise', (await ana.apiToken()).token])
      expect((await revoke({ token: unknown, client_id: client.id })).status).toBe(200)
    expect(await connectionsOf(ana)).toHaveLength(1)
  })
})

describe('row-level security:', () => {
  const tables = ['connection', 'authorization_code', 'access_token', 'refresh_token'].map(name => `identity.${name}`)

  test.each(tables)('a query on %s shows only rows of the caller, and none without a caller', async table => {
    const [ana, bob] = [await person(), await person()]
    for (const each of [ana, bob]) await connect(api, each, await program())
    const rows = await asCaller(api.sql, { userId: bob.id }, tx => tx`select user_id from ${tx(table)}`)
    expect(rows.map(({ user_id }) => user_id)).toEqual([bob.id])
    expect(await api.sql`select from ${api.sql(table)}`).toHaveLength(0)
  })

  test('nobody can change, end or make a connection of another person', async () => {
    const [ana, bob] = [await person(), await person()]
    await connect(api, ana, await program())
    await asCaller(api.sql, { userId: bob.id }, async tx => {
      for (const table of tables) await tx`delete from ${tx(table)}`
    })
    expect(await connectionsOf(ana)).toHaveLength(1)
    const forge = asCaller(
      api.sql,
      { userId: bob.id },
      tx => tx`
        insert into identity.connection (user_id, id, client_id, name, scopes, resource, created_at)
        values (${ana.id}, gen_random_uuid(), 'x', 'x', '{read}', 'x', now())`,
    )
    await expect(forge).rejects.toThrow('row-level security')
  })
})

test('a sweep deletes expired codes and tokens, connections without tokens and clients that nobody connected', async () => {
  const ana = await person()
  const bob = await person()
  const client = await program()
  await connect(api, ana, client)
  const { access } = await connect(api, bob, client)
  const past = api.owner`now() - interval '25 hours'`
  await api.owner`update identity.authorization_code set expires_at = ${past} where user_id = ${ana.id}`
  await api.owner`update identity.access_token set expires_at = ${past} where user_id = ${ana.id}`
  await api.owner`update identity.refresh_token set expires_at = ${past} where user_id = ${ana.id}`
  await api.owner`update identity.connection set created_at = ${past} where user_id in (${ana.id}, ${bob.id})`
  await api.owner`
    insert into identity.oauth_client (id, name, redirect_uris, created_at)
    values ('old', 'x', '{}', ${past}), ('new', 'x', '{}', now())`
  await api.sweep()
  for (const table of ['connection', 'authorization_code', 'access_token', 'refresh_token'])
    expect(await api.owner`select from ${api.owner(`identity.${table}`)} where user_id = ${ana.id}`).toHaveLength(0)
  expect((await exchange(api, access)).status).toBe(200)
  expect((await api.owner`select id from identity.oauth_client order by id`).map(({ id }) => id)).toEqual(['new'])
})
