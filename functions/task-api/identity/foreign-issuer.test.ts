import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { testDatabase } from '../../kit/testing/database.ts'
import { testIssuer } from '../../kit/testing/issuer.ts'
import { bearer, ownIssuer, replica } from '../testing/browser.ts'
import { type OidcIssuer, oidcIssuer } from '../testing/oidc-issuer.ts'

let databaseUrl: string
let foreign: OidcIssuer
let api: Awaited<ReturnType<typeof replica>>
beforeAll(async () => {
  databaseUrl = await testDatabase()
  foreign = await oidcIssuer(['ana', 'bob'])
  api = await replica(databaseUrl, settings(foreign))
})
afterAll(() => foreign.close())

const settings = ({ issuer, audience, jwksUrl }: OidcIssuer) => ({ ...ownIssuer, issuer, audience, jwksUrl })

const me = (token: string, on = api) => on.request('GET', '/api/me', { headers: bearer(token) })

test('a token of another issuer belongs to its subject', async () => {
  const token = await foreign.token('ana')
  expect(decodeJwt(token)).toMatchObject({ iss: foreign.issuer, aud: foreign.audience, sub: 'ana' })
  expect(await me(token)).toMatchObject({ status: 200, body: { id: 'ana', zone: 'UTC' } })
  await api.request('POST', '/api/tasks', { body: { title: 'Of Ana' }, headers: bearer(token) })
  const bob = await api.request('GET', '/api/tasks', { headers: bearer(await foreign.token('bob')) })
  expect(bob.body.items).toEqual([])
})

test.each(['RS256', 'PS256'] as const)('another issuer can sign with %s', async alg => {
  const other = await oidcIssuer(['ana'], alg)
  expect((await me(await other.token('ana'), await replica(databaseUrl, settings(other)))).status).toBe(200)
  await other.close()
})

test('after a key change of the issuer, new tokens are valid within seconds and old ones are not', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  const changing = await oidcIssuer(['ana'])
  const on = await replica(databaseUrl, settings(changing))
  const before = await changing.token('ana')
  expect((await me(before, on)).status).toBe(200)
  await changing.rotate()
  vi.setSystemTime(Date.now() + 5_001)
  expect((await me(await changing.token('ana'), on)).status).toBe(200)
  expect((await me(before, on)).status).toBe(401)
  vi.useRealTimers()
  await changing.close()
})

test('an unreachable issuer gives a 503 and no 401', async () => {
  const away = await oidcIssuer(['ana'])
  const token = await away.token('ana')
  await away.close()
  expect(await me(token, await replica(databaseUrl, settings(away)))).toMatchObject({
    status: 503,
    body: { code: 'unavailable' },
  })
})

describe('with another issuer, nothing else signs anybody in:', () => {
  test('no token of another issuer', async () => {
    expect((await me(await (await testIssuer()).token('ana'))).status).toBe(401)
  })

  test('no token of our own sign-in, and no cookie of a session', async () => {
    const own = await replica(databaseUrl)
    const ana = own.browser()
    await ana.signUp()
    expect((await me(await ana.jwt())).status).toBe(401)
    const cookie = [...ana.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    expect((await api.request('GET', '/api/me', { headers: { cookie } })).status).toBe(401)
  })

  test.each([
    ['POST', '/api/auth/sign-up/email'],
    ['POST', '/api/auth/sign-in/email'],
    ['GET', '/api/auth/token'],
    ['GET', '/api/auth/jwks'],
    ['GET', '/.well-known/oauth-authorization-server'],
    ['GET', '/api/oauth/authorization'],
    ['POST', '/api/oauth/authorization'],
    ['POST', '/api/oauth/token'],
    ['POST', '/api/oauth/revoke'],
    ['POST', '/api/oauth/register'],
    ['GET', '/api/me/connections'],
    ['DELETE', '/api/me/connections/01a1fe56-0ceb-7561-808d-a0ffbfb9173c'],
  ])('no %s %s', async (method, path) => {
    const refused = await api.app.request(path, { method })
    expect(refused.status).toBe(404)
    expect(await refused.json()).toMatchObject({
      code: 'route-not-found',
      detail: expect.stringContaining(foreign.issuer),
    })
  })
})

test('API tokens work with every issuer', async () => {
  const made = await api.request('POST', '/api/me/tokens', {
    body: { name: 'backup', scopes: ['read'] },
    headers: bearer(await foreign.token('ana')),
  })
  expect(await me(String(made.body.token))).toMatchObject({ status: 200, body: { id: 'ana' } })
})

test('a person who returns after deleting the account starts with an empty one', async () => {
  const old = await foreign.token('bob')
  const write = (token: string) => api.request('POST', '/api/tasks', { body: { title: 'x' }, headers: bearer(token) })
  expect((await api.request('DELETE', '/api/me', { headers: bearer(old) })).status).toBe(204)
  expect(await write(old)).toMatchObject({ status: 401, body: { code: 'invalid-token' } })
  await api.owner`update identity.deleted_user set at = at - interval '1 hour'`
  expect((await write(await foreign.token('bob'))).status).toBe(201)
})
