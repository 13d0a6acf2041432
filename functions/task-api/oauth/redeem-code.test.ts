import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../kit/testing/database.ts'
import type { Browser, Replica } from '../testing/browser.ts'
import {
  answerIn,
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
  token,
  tokensIn,
} from '../testing/oauth.ts'

const clock = { later: 0 }
const now = () => new Date(Date.now() + clock.later)

let api: Replica
let other: Replica
beforeAll(async () => {
  const databaseUrl = await testDatabase()
  api = await oauthServer({ databaseUrl, now })
  other = await oauthServer({ databaseUrl, now })
})

async function allowed() {
  const [ana, client, verifier] = [api.browser(), await program(), newVerifier()]
  const { id } = await ana.signUp()
  const { code = '' } = answerIn(await decide(ana, queryOf(client, verifier)))
  return { ana, id, client, verifier, code }
}

const count = async (ana: Browser) => (await connectionsOf(ana)).length
const invalidGrant = { status: 400, body: { error: 'invalid_grant' } }

describe('a code gives nothing, and stays good for the right request, when', () => {
  test.each<[string, Record<string, string>, string]>([
    ['the verifier is wrong', { code_verifier: newVerifier() }, 'invalid_grant'],
    ['the verifier is missing', { code_verifier: '' }, 'invalid_request'],
    ['the verifier is too short', { code_verifier: 'short' }, 'invalid_request'],
    [
      'the address is another port of the same program',
      { redirect_uri: 'http://127.0.0.1:9/callback' },
      'invalid_grant',
    ],
    ['the address is missing', { redirect_uri: '' }, 'invalid_request'],
    ['another program brings it', { client_id: 'https://other.example/client.json' }, 'invalid_grant'],
    ['no program is named', { client_id: '' }, 'invalid_request'],
    ['it is for another resource', { resource: 'https://other.example/mcp' }, 'invalid_target'],
  ])('%s', async (_, more, error) => {
    const { ana, client, verifier, code } = await allowed()
    expect(await redeem(api, client, code, verifier, more)).toMatchObject({ status: 400, body: { error } })
    expect(await count(ana)).toBe(0)
    expect((await redeem(api, client, code, verifier)).status).toBe(200)
  })
})

test('the challenge itself is no verifier', async () => {
  const { client, verifier, code } = await allowed()
  const challenge = new URLSearchParams(queryOf(client, verifier)).get('code_challenge') ?? ''
  expect(await redeem(api, client, code, challenge)).toMatchObject(invalidGrant)
})

test('a code is valid for one minute', async () => {
  const { ana, client, verifier, code } = await allowed()
  clock.later = 60_000
  expect(await redeem(api, client, code, verifier)).toMatchObject(invalidGrant)
  clock.later = 0
  expect(await count(ana)).toBe(0)
})

test('a code that is used twice ends what the first use gave', async () => {
  const { ana, client, verifier, code } = await allowed()
  const { access, refresh: refreshToken } = tokensIn(await redeem(api, client, code, verifier))
  expect((await exchange(api, access)).status).toBe(200)
  expect(await redeem(other, client, code, verifier)).toMatchObject(invalidGrant)
  expect(await exchange(api, access)).toMatchObject(invalidGrant)
  expect(await refresh(api, client, refreshToken)).toMatchObject(invalidGrant)
  expect(await count(ana)).toBe(0)
})

test('of eight redemptions at once, on two replicas, one succeeds, and the others end what it gave', async () => {
  // The first round opens the connections to the database.
  for (const _ of [1, 2, 3]) {
    const { ana, client, verifier, code } = await allowed()
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, i) => redeem(i % 2 ? api : other, client, code, verifier)),
    )
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(400)])
    expect(await count(ana)).toBe(0)
  }
})

test('a code is worth nothing after its account was deleted', async () => {
  const { ana, client, verifier, code } = await allowed()
  await ana.request('DELETE', '/api/me')
  expect(await redeem(api, client, code, verifier)).toMatchObject(invalidGrant)
})

test('a connection writes an audit event that names the program and no secret', async () => {
  const { ana, id, client, verifier, code } = await allowed()
  await redeem(api, client, code, verifier)
  const [connection] = await connectionsOf(ana)
  const events = api.published.filter(({ userId, type }) => userId === id && type.includes('.token-'))
  expect(events.map(({ type, data }) => ({ type, data }))).toEqual([
    {
      type: 'zerodue.identity.token-created.v1',
      data: {
        actor: { kind: 'user', id },
        tokenId: connection?.id,
        name: 'A program',
        scopes: ['read', 'write'],
      },
    },
  ])
})

describe('the token endpoint refuses', () => {
  test.each<[string, string]>([
    ['another grant', 'grant_type=password&username=ana&password=x'],
    ['the client credentials', 'grant_type=client_credentials'],
    ['no grant', ''],
  ])('%s', async (_, body) => {
    expect(await api.request('POST', '/api/oauth/token', { body, headers: form })).toMatchObject({
      status: 400,
      body: { error: 'unsupported_grant_type' },
    })
  })

  test('a parameter that comes twice', async () => {
    const { client, verifier, code } = await allowed()
    const body = `grant_type=authorization_code&code=${code}&code=${code}&client_id=${client.id}&code_verifier=${verifier}`
    expect(await api.request('POST', '/api/oauth/token', { body, headers: form })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
  })

  test('JSON, and a form that is too long', async () => {
    const json = await api.request('POST', '/api/oauth/token', { body: { grant_type: 'refresh_token' } })
    expect(json).toMatchObject({ status: 415, body: { code: 'unsupported-content-type' } })
    const long = await token(api, { grant_type: 'refresh_token', refresh_token: 'x'.repeat(40_000) })
    expect(long).toMatchObject({ status: 413, body: { code: 'too-large' } })
  })

  test('more attempts than a window allows, by address', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9' }
    const guess = () => token(api, { grant_type: 'refresh_token', refresh_token: 'zdr_x', client_id: 'x' }, headers)
    expect((await guess()).status).toBe(400)
    await api.owner`update identity.attempt set count = 3000`
    expect(await guess()).toMatchObject({ status: 429, body: { code: 'too-many-requests' } })
    await api.owner`delete from identity.attempt`
    expect((await guess()).status).toBe(400)
  })
})
