import { decodeJwt, decodeProtectedHeader } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Browser, bearer, type Replica } from '../testing/browser.ts'
import { assistant, connect, connectionsOf, exchange, oauthServer, program, token } from '../testing/oauth.ts'

let api: Replica
let ana: Browser
let id: string
beforeAll(async () => {
  api = await oauthServer()
  ana = api.browser()
  id = (await ana.signUp()).id
})

const tokenOf = (answer: Awaited<ReturnType<typeof exchange>>) => String(answer.body.access_token)
const invalidGrant = { status: 400, body: { error: 'invalid_grant' } }

test('an API token gives the assistant a token of the same scopes', async () => {
  const { token } = await ana.apiToken(['read'])
  const given = await exchange(api, token)
  expect(given).toMatchObject({ status: 200, body: { scope: 'read', expires_in: 300 } })
  expect(decodeJwt(tokenOf(given))).toMatchObject({ sub: id, act: { sub: 'assistant', door: 'mcp' }, scope: 'read' })
  const headers = bearer(tokenOf(given))
  expect((await api.request('GET', '/api/tasks', { headers })).status).toBe(200)
  expect(await api.request('POST', '/api/tasks', { body: { title: 'x' }, headers })).toMatchObject({
    status: 403,
    body: { code: 'scope-missing' },
  })
})

test('the JWT of a person is exchanged for the chat, and not for MCP, which must get tokens of its own', async () => {
  const jwt = await ana.jwt()
  const chat = await exchange(api, jwt, { door: 'chat' })
  expect(chat).toMatchObject({ status: 200, body: { scope: 'read write' } })
  expect(decodeJwt(tokenOf(chat))).toMatchObject({ act: { sub: 'assistant', door: 'chat' } })
  expect(await exchange(api, jwt)).toMatchObject(invalidGrant)
})

test('the session of a person is exchanged for the chat alone, and only while it lasts', async () => {
  const bilal = api.browser()
  const { id: userId } = await bilal.signUp()
  const [cookie = ''] = [...bilal.cookies].map(([name, value]) => `${name}=${value}`)
  const chat = await exchange(api, cookie, { door: 'chat' })
  expect(chat).toMatchObject({ status: 200, body: { scope: 'read write' } })
  expect(decodeJwt(tokenOf(chat))).toMatchObject({ sub: userId, act: { sub: 'assistant', door: 'chat' } })
  expect(await exchange(api, cookie)).toMatchObject(invalidGrant)
  for (const other of [`${cookie.slice(0, -1)}x`, cookie.replace('=', '=x'), cookie.replace('zerodue', 'other'), 'a=b'])
    expect(await exchange(api, other, { door: 'chat' })).toMatchObject(invalidGrant)
  expect((await bilal.request('POST', '/api/auth/sign-out', { body: {} })).status).toBe(200)
  expect(await exchange(api, cookie, { door: 'chat' })).toMatchObject(invalidGrant)
})

test('a token of the assistant gives no further token', async () => {
  const { token } = await ana.apiToken()
  const first = tokenOf(await exchange(api, token))
  for (const door of ['mcp', 'chat']) expect(await exchange(api, first, { door })).toMatchObject(invalidGrant)
})

test('a scope can be narrowed, and not widened', async () => {
  const { access } = await connect(api, ana, await program(), ['read'])
  const { token } = await ana.apiToken()
  expect((await exchange(api, token, { scope: 'read' })).body.scope).toBe('read')
  for (const scope of ['read write', 'write', 'admin'])
    expect(await exchange(api, access, { scope })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } })
})

test('a token never outlives its subject', async () => {
  const { access } = await connect(api, ana, await program())
  await api.owner`update identity.access_token set expires_at = now() + interval '20 seconds' where user_id = ${id}`
  const { body } = await exchange(api, access)
  expect(Number(body.expires_in)).toBeGreaterThan(0)
  expect(Number(body.expires_in)).toBeLessThanOrEqual(20)
})

test('the last use of a connection is written once a minute at most', async () => {
  const bob = api.browser()
  const { id: bobId } = await bob.signUp()
  const { access } = await connect(api, bob, await program())
  expect((await connectionsOf(bob))[0]?.lastUsedAt).toBeNull()
  await Promise.all([exchange(api, access), exchange(api, access)])
  const first = (await connectionsOf(bob))[0]?.lastUsedAt
  await exchange(api, access)
  expect((await connectionsOf(bob))[0]?.lastUsedAt).toBe(first)
  await api.owner`
    update identity.connection set last_used_at = last_used_at - interval '61 seconds' where user_id = ${bobId}`
  await exchange(api, access)
  expect(Date.parse(String((await connectionsOf(bob))[0]?.lastUsedAt))).toBeGreaterThanOrEqual(
    Date.parse(String(first)),
  )
})

test('a connection that was made for another address is refused after the address of the server changed', async () => {
  const { access } = await connect(api, ana, await program())
  const moved = await oauthServer({
    databaseUrl: api.databaseUrl,
    settings: { ASSISTANT_URL: 'https://assistant.example' },
  })
  expect(await exchange(moved, access, { resource: 'https://assistant.example/mcp' })).toMatchObject(invalidGrant)
})

describe('an exchange is refused when', () => {
  test.each<[string, Record<string, string>, string]>([
    ['the token is unknown', { subject_token: `zda_${'x'.repeat(43)}` }, 'invalid_grant'],
    ['the API token is unknown', { subject_token: `zd_${'x'.repeat(43)}` }, 'invalid_grant'],
    ['the token is noise', { subject_token: 'noise', door: 'chat' }, 'invalid_grant'],
    ['there is no token', { subject_token: '' }, 'invalid_request'],
    ['the token is for another address', { resource: 'https://other.example/mcp' }, 'invalid_target'],
    ['no address is named', { resource: '' }, 'invalid_request'],
    ['the door is unknown', { door: 'back' }, 'invalid_request'],
    [
      'the kind of token is another',
      { subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' },
      'invalid_request',
    ],
    [
      'it asks for a refresh token',
      { requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' },
      'invalid_request',
    ],
  ])('%s', async (_, more, error) => {
    const { token } = await ana.apiToken()
    expect(await exchange(api, token, more)).toMatchObject({ status: 400, body: { error } })
  })

  test('a refresh token or a session takes the place of the access token', async () => {
    const { refresh } = await connect(api, ana, await program())
    const session = [...ana.cookies.values()].join()
    for (const subject of [refresh, session]) expect(await exchange(api, subject)).toMatchObject(invalidGrant)
  })

  test.each<[string, Record<string, string>]>([
    ['nobody', {}],
    ['a wrong secret', { authorization: `Basic ${btoa(`assistant:${'x'.repeat(32)}`)}` }],
    ['an empty secret', { authorization: `Basic ${btoa('assistant:')}` }],
    ['another name', { authorization: `Basic ${btoa(`admin:${'x'.repeat(32)}`)}` }],
    ['noise', { authorization: 'Basic %%%' }],
    ['another scheme', { authorization: assistant.authorization.replace('Basic', 'Bearer') }],
  ])('%s asks for it', async (_, headers) => {
    const { token } = await ana.apiToken()
    const refused = await exchange(api, token, {}, headers)
    expect(refused).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
    expect(refused.headers.get('www-authenticate')).toBe('Basic realm="zerodue"')
  })
})

test('guesses at the secret of the assistant are limited, and the assistant itself is not', async () => {
  const { token } = await ana.apiToken()
  await exchange(api, token, {}, {})
  await api.owner`update identity.attempt set count = 3000`
  expect((await exchange(api, token, {}, {})).status).toBe(429)
  expect((await exchange(api, token)).status).toBe(200)
  await api.owner`delete from identity.attempt`
})

test('after a rotation the newest key signs, and a token without a key makes one', async () => {
  const { token: apiToken } = await ana.apiToken()
  const kidOf = async (server: Replica) => decodeProtectedHeader(tokenOf(await exchange(server, apiToken))).kid
  const before = await kidOf(api)
  await api.owner`update identity.jwks set expires_at = now() - interval '1 second'`
  const fresh = await oauthServer({ databaseUrl: api.databaseUrl })
  const after = await kidOf(fresh)
  expect(after).not.toBe(before)
  const headers = bearer(tokenOf(await exchange(fresh, apiToken)))
  expect((await api.request('GET', '/api/me', { headers })).status).toBe(200)
})

describe('the assistant may not do for a person what would outlast it:', () => {
  test.each<[string, string, unknown?]>([
    ['GET', '/api/me/tokens'],
    ['POST', '/api/me/tokens', { name: 'more', scopes: ['read'] }],
    ['GET', '/api/me/connections'],
    ['DELETE', '/api/me/connections/01a1fe56-0ceb-7561-808d-a0ffbfb9173c'],
    ['GET', '/api/oauth/authorization?client_id=x'],
    ['POST', '/api/oauth/authorization', { query: 'client_id=x', decision: 'allow' }],
    ['DELETE', '/api/me'],
    ['POST', '/api/calendar'],
    ['DELETE', '/api/calendar'],
    ['GET', '/api/export'],
    ['POST', '/api/import', { tasks: [] }],
  ])('%s %s', async (method, path, body) => {
    const { token: apiToken } = await ana.apiToken()
    const headers = bearer(tokenOf(await exchange(api, apiToken)))
    expect(await api.request(method, path, { body, headers })).toMatchObject({
      status: 403,
      body: { code: 'not-allowed' },
    })
  })
})

test('an exchanged token is no token for the exchange of another program', async () => {
  const { token: apiToken } = await ana.apiToken()
  const jwt = tokenOf(await exchange(api, apiToken))
  const asRefresh = await token(api, { grant_type: 'refresh_token', refresh_token: jwt, client_id: 'x' })
  expect(asRefresh).toMatchObject(invalidGrant)
})
