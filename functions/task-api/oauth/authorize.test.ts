import { beforeAll, describe, expect, test } from 'vitest'
import { type Browser, bearer, publicUrl, type Replica } from '../testing/browser.ts'
import {
  answerIn,
  assistantSecret,
  challengeOf,
  connect,
  connectionsOf,
  decide,
  newVerifier,
  oauthServer,
  program,
  queryOf,
  redeem,
  show,
} from '../testing/oauth.ts'

let api: Replica
let ana: Browser
beforeAll(async () => {
  api = await oauthServer()
  ana = api.browser()
  await ana.signUp()
})

const verifier = newVerifier()

describe('a fault of the request goes back to the program, with its state and the issuer:', () => {
  test.each<[string, Record<string, string | undefined>, string]>([
    ['no response type', { response_type: undefined }, 'unsupported_response_type'],
    ['a token at once', { response_type: 'token' }, 'unsupported_response_type'],
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge: verifier, code_challenge_method: 'plain' }, 'invalid_request'],
    ['a challenge without its method, which means plain', { code_challenge_method: undefined }, 'invalid_request'],
    ['a challenge that is no hash', { code_challenge: 'x' }, 'invalid_request'],
    ['an unknown scope', { scope: 'read admin' }, 'invalid_scope'],
    ['another resource', { resource: 'https://other.example/mcp' }, 'invalid_target'],
    ['the address of the API as resource', { resource: publicUrl }, 'invalid_target'],
  ])('%s', async (_, more, error) => {
    const query = queryOf(await program(), verifier, more)
    for (const answer of [await show(ana, query), await decide(ana, query)]) {
      expect(answer.status).toBe(200)
      expect(answer.body).toEqual({ redirectTo: expect.stringMatching(/^http:\/\/127\.0\.0\.1:4711\/callback\?/) })
      expect(answerIn(answer)).toMatchObject({ error, state: 'the state of the program', iss: publicUrl })
      expect(answerIn(answer)).not.toHaveProperty('code')
    }
  })
})

describe('a wrong program or address is a problem for the person, and nothing is sent anywhere:', () => {
  test.each<[string, Record<string, string | undefined>]>([
    ['no program', { client_id: undefined }],
    ['an unknown program', { client_id: 'nobody' }],
    ['no address', { redirect_uri: undefined }],
    ['an address that is not in the list', { redirect_uri: 'https://evil.example/callback' }],
    ['another path on the own computer', { redirect_uri: 'http://127.0.0.1:4711/other' }],
    ['a script as address', { redirect_uri: 'javascript:alert(1)' }],
  ])('%s', async (_, more) => {
    const query = queryOf(await program(), verifier, more)
    for (const answer of [await show(ana, query), await decide(ana, query)]) {
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-client' } })
      expect(answer.body).not.toHaveProperty('redirectTo')
    }
  })
})

test('a request without scopes and resource asks for both scopes of the only resource', async () => {
  const query = queryOf(await program(), verifier, { scope: undefined, resource: undefined, prompt: 'consent' })
  expect(await show(ana, query)).toMatchObject({
    status: 200,
    body: { scopes: ['read', 'write'], resource: `${publicUrl}/mcp` },
  })
})

test('a program without a port of its own is shown by its scheme, and one on the web by its host', async () => {
  const client = await program()
  const at = async (redirect_uri: string) => (await show(ana, queryOf(client, verifier, { redirect_uri }))).body
  expect(await at('cursor://program/callback')).toMatchObject({ redirectHost: 'cursor:', loopback: false })
  expect(await at('https://program.example/callback')).toMatchObject({
    redirectHost: 'program.example',
    loopback: false,
  })
})

test('a person who denies sends the program a no, and no connection is made', async () => {
  const bob = api.browser()
  await bob.signUp()
  const answer = await decide(bob, queryOf(await program(), verifier), { decision: 'deny' })
  expect(answerIn(answer)).toEqual({ error: 'access_denied', state: 'the state of the program', iss: publicUrl })
  expect(await connectionsOf(bob)).toEqual([])
})

test('a person may allow less than was asked for, and never more', async () => {
  const client = await program()
  expect((await connect(api, ana, client, ['read'])).scope).toBe('read')
  const query = queryOf(client, verifier, { scope: 'read' })
  expect(await decide(ana, query, { scopes: ['read', 'write'] })).toMatchObject({
    status: 400,
    body: { code: 'invalid-request', errors: [{ path: 'scopes' }] },
  })
})

describe('only a signed-in person in the web client may decide:', () => {
  test('nobody without a session', async () => {
    const query = queryOf(await program(), verifier)
    expect((await show(api.browser(), query)).status).toBe(401)
    expect((await decide(api.browser(), query)).status).toBe(401)
  })

  test('no program with a token of the person', async () => {
    const query = queryOf(await program(), verifier)
    const tokens = [await ana.jwt(), (await ana.apiToken()).token]
    for (const headers of tokens.map(bearer))
      for (const [method, body] of [
        ['GET', undefined],
        ['POST', { query, decision: 'allow' }],
      ] as const)
        expect(
          await api.request(method, `/api/oauth/authorization?${method === 'GET' ? query : ''}`, { body, headers }),
        ).toMatchObject({ status: 403, body: { code: 'not-allowed' } })
  })

  test('no page of another site', async () => {
    const query = queryOf(await program(), verifier)
    const answer = await ana.request('POST', '/api/oauth/authorization', {
      body: { query, decision: 'allow' },
      headers: { origin: 'https://evil.example' },
    })
    expect(answer).toMatchObject({ status: 403, body: { code: 'origin-refused' } })
  })
})

describe('a document that changes between the question and the answer:', () => {
  test('the address must still be listed', async () => {
    const client = await program()
    const query = queryOf(client, verifier)
    expect((await show(ana, query)).status).toBe(200)
    client.document = { client_id: client.id, redirect_uris: ['https://program.example/callback'] }
    expect(await decide(ana, query)).toMatchObject({ status: 400, body: { code: 'invalid-client' } })
  })

  test('the code keeps what was true at the decision', async () => {
    const client = await program({ client_name: 'Before' })
    const bob = api.browser()
    await bob.signUp()
    const { code = '' } = answerIn(await decide(bob, queryOf(client, verifier)))
    client.document = { client_id: client.id, client_name: 'After', redirect_uris: ['https://other.example/'] }
    expect((await redeem(api, client, code, verifier)).status).toBe(200)
    expect((await connectionsOf(bob)).map(({ name }) => name)).toEqual(['Before'])
  })
})

test('a person has a bounded number of connections, also with many codes at once', async () => {
  const few = await oauthServer({ databaseUrl: api.databaseUrl, settings: { MAX_TOKENS: '3' } })
  const client = await program()
  // The first round opens the connections to the database.
  for (const _ of [1, 2, 3]) {
    const bob = few.browser()
    await bob.signUp()
    await connect(few, bob, client)
    const answers = await Promise.all(Array.from({ length: 16 }, () => decide(bob, queryOf(client, verifier))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, ...Array(14).fill(403)])
    expect(answers.find(({ status }) => status === 403)?.body.code).toBe('quota-reached')
  }
})

test('one person cannot let the server fetch documents without end', async () => {
  const bob = api.browser()
  await bob.signUp()
  await api.owner`delete from identity.attempt`
  const ids = Array.from({ length: 61 }, (_, i) => `https://127.0.0.1:1/client-${i}.json`)
  const statuses: number[] = []
  for (const id of ids)
    statuses.push((await show(bob, queryOf({ id, redirectUri: 'https://x.example/' }, verifier))).status)
  expect(statuses.slice(0, 60).every(status => status === 400)).toBe(true)
  expect(statuses[60]).toBe(429)
})

test('no stored value is a code, a token or the secret of the assistant', async () => {
  const bob = api.browser()
  await bob.signUp()
  const client = await program()
  const { code = '' } = answerIn(await decide(bob, queryOf(client, verifier)))
  const { access, refresh } = await connect(api, bob, client)
  const tables = await api.owner<{ name: string }[]>`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_schema in ('identity', 'tasks') and table_type = 'BASE TABLE'`
  expect(challengeOf(verifier)).not.toBe(verifier)
  for (const secret of [code, access, refresh, verifier, assistantSecret])
    for (const { name } of tables)
      expect(await api.owner`select from ${api.owner(name)} t where t::text like ${`%${secret}%`}`).toHaveLength(0)
})
