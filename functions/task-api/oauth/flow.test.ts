import { decodeJwt } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { bearer, publicUrl, type Replica } from '../testing/browser.ts'
import {
  answerIn,
  connectionsOf,
  decide,
  exchange,
  newVerifier,
  oauthServer,
  program,
  queryOf,
  redeem,
  resource,
  show,
  tokensIn,
} from '../testing/oauth.ts'

let api: Replica
beforeAll(async () => {
  api = await oauthServer()
})

test('a program gets from consent to a task that names the assistant as actor', async () => {
  const [ana, client, verifier] = [api.browser(), await program({ client_name: 'A program' }), newVerifier()]
  const { id } = await ana.signUp()
  const query = queryOf(client, verifier)

  const asked = await show(ana, query)
  expect(asked).toMatchObject({
    status: 200,
    body: {
      client: { id: client.id, name: 'A program', uri: null, host: new URL(client.id).host, verified: true },
      redirectHost: '127.0.0.1:4711',
      loopback: true,
      scopes: ['read', 'write'],
      resource,
    },
  })

  const allowed = await decide(ana, query, { scopes: ['read', 'write'] })
  expect(String(allowed.body.redirectTo)).toMatch(/^http:\/\/127\.0\.0\.1:4711\/callback\?code=zdc_[\w-]{43}&state=/)
  const { code = '', state, iss } = answerIn(allowed)
  expect({ state, iss }).toEqual({ state: 'the state of the program', iss: publicUrl })
  expect(await connectionsOf(ana)).toEqual([])

  const given = await redeem(api, client, code, verifier, { resource })
  expect(given).toMatchObject({
    status: 200,
    body: {
      access_token: expect.stringMatching(/^zda_[\w-]{43}$/),
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^zdr_[\w-]{43}$/),
      scope: 'read write',
    },
  })
  expect(given.headers.get('cache-control')).toBe('no-store')
  const { access } = tokensIn(given)

  for (const headers of [bearer(access), bearer(tokensIn(given).refresh), bearer(code)])
    expect(await api.request('GET', '/api/tasks', { headers })).toMatchObject({
      status: 401,
      body: { code: 'invalid-token' },
    })

  const exchanged = await exchange(api, access)
  expect(exchanged).toMatchObject({
    status: 200,
    body: {
      issued_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'read write',
    },
  })
  const jwt = String(exchanged.body.access_token)
  const { iat = 0, ...claims } = decodeJwt(jwt)
  expect(claims).toEqual({
    iss: publicUrl,
    aud: 'zerodue',
    sub: id,
    exp: iat + 300,
    scope: 'read write',
    act: { sub: 'assistant', door: 'mcp', client_id: client.id },
  })

  const created = await api.request('POST', '/api/tasks', { body: { title: 'By the assistant' }, headers: bearer(jwt) })
  expect(created.status).toBe(201)
  const event = api.published.find(({ userId, type }) => userId === id && type === 'zerodue.task.created.v1')
  expect(event?.data).toMatchObject({ actor: { kind: 'assistant', id: 'mcp' } })

  const [connection] = await connectionsOf(ana)
  expect(connection).toEqual({
    id: expect.any(String),
    clientId: client.id,
    name: 'A program',
    uri: null,
    scopes: ['read', 'write'],
    createdAt: expect.any(String),
    lastUsedAt: expect.any(String),
  })
  expect((await ana.request('DELETE', `/api/me/connections/${connection?.id}`)).status).toBe(204)
  expect((await exchange(api, access)).body).toMatchObject({ error: 'invalid_grant' })
  expect(await connectionsOf(ana)).toEqual([])
})
