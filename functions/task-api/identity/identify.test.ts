import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../kit/testing/database.ts'
import { testIssuer } from '../../kit/testing/issuer.ts'
import { bearer, publicUrl, replica } from '../testing/browser.ts'

let api: Awaited<ReturnType<typeof replica>>
let ana: ReturnType<typeof api.browser>
let id: string
beforeAll(async () => {
  api = await replica(await testDatabase())
  ana = api.browser()
  id = (await ana.signUp()).id
})

const cookieOf = (who: typeof ana) => [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
const me = (headers: Record<string, string>) => api.request('GET', '/api/me', { headers })
const write = (headers: Record<string, string>) =>
  api.request('POST', '/api/tasks', { body: { title: 'Written' }, headers })

test('a cookie, a JWT and an API token open the same account', async () => {
  const { token } = await ana.apiToken()
  for (const headers of [{ cookie: cookieOf(ana) }, bearer(await ana.jwt()), bearer(token)])
    expect(await me(headers)).toMatchObject({ status: 200, body: { id } })
})

test('the events of a write by token name the token as actor', async () => {
  const token = await ana.apiToken()
  await write(bearer(token.token))
  const created = api.published.filter(({ type }) => type === 'zerodue.task.created.v1').at(-1)
  expect(created?.data).toMatchObject({ actor: { kind: 'token', id: token.id } })
})

test('a request without credentials gets a 401', async () => {
  const asked = await me({})
  expect(asked).toMatchObject({ status: 401, body: { code: 'not-signed-in' } })
  expect(asked.headers.get('www-authenticate')).toBe('Bearer realm="zerodue"')
})

describe('a bearer is refused', () => {
  test.each<[string, () => Promise<string> | string]>([
    ['that is empty', () => 'Bearer '],
    ['of another scheme', () => `Basic ${Buffer.from('ana:secret').toString('base64')}`],
    ['that is noise', () => `Bearer ${randomBytes(40).toString('hex')}`],
    ['that is very long', () => `Bearer ${'x'.repeat(10_000)}`],
    ['that nobody was given', () => `Bearer zd_${randomBytes(32).toString('base64url')}`],
    ['that is almost a token', () => 'Bearer zd_'],
    ['that is a token with a quote in it', () => `Bearer zd_${"'".repeat(43)}`],
    ['that another issuer signed', async () => `Bearer ${await (await testIssuer()).token(id)}`],
    [
      'whose key is nowhere',
      async () => {
        const other = await testIssuer()
        const kid = '01a1fe56-0ceb-7561-808d-a0ffbfb9173c'
        return `Bearer ${await other.token(id, { iss: publicUrl }, { kid })}`
      },
    ],
  ])('%s', async (_, authorization) => {
    const refused = await me({ authorization: await authorization() })
    expect(refused).toMatchObject({ status: 401, body: { code: 'invalid-token' } })
    expect(refused.headers.get('www-authenticate')).toContain('invalid_token')
  })

  test('even with a valid cookie beside it', async () => {
    expect((await me({ cookie: cookieOf(ana), ...bearer('zd_wrong') })).status).toBe(401)
  })
})

describe('a cookie is refused', () => {
  const name = 'zerodue.session_token'
  test.each<[string, (value: string) => string]>([
    ['when a letter of its signature was changed', value => `${name}=${value.replace(/.{4}%3D$/, 'AAAA%3D')}`],
    ['when it is signed for another token', value => `${name}=x${value}`],
    ['when it has no signature', value => `${name}=${value.split('.')[0]}`],
    ['when it has another name', value => `better-auth.session_token=${value}`],
    ['when its name is __proto__', value => `__proto__=${value}; constructor=${value}`],
    ['when it is broken', () => `${name}=%E0%A4%A; =; ;;`],
  ])('%s', async (_, cookie) => {
    expect(await me({ cookie: cookie(ana.cookies.get(name) ?? '') })).toMatchObject({
      status: 401,
      body: { code: 'not-signed-in' },
    })
  })

  test('when its session has expired', async () => {
    const old = api.browser()
    const { id: user } = await old.signUp()
    await api.owner`update identity.session set expires_at = now() where user_id = ${user}`
    expect((await me({ cookie: cookieOf(old) })).status).toBe(401)
  })
})

describe('a write by cookie', () => {
  test.each<[string, Record<string, string>, number]>([
    ['comes from a page of this server', { origin: publicUrl, 'sec-fetch-site': 'same-origin' }, 201],
    ['comes from a program', {}, 201],
    [
      'comes from the host name of the request to a laptop',
      { origin: 'http://127.0.0.1:8080', host: '127.0.0.1:8080' },
      201,
    ],
    ['comes from a page of another site', { origin: 'https://evil.example' }, 403],
    ['comes from another port', { origin: 'http://localhost:9999' }, 403],
    ['comes from a page that hides its origin', { origin: 'null' }, 403],
    ['comes from a neighbour', { 'sec-fetch-site': 'same-site' }, 403],
    ['comes from another site without an origin', { 'sec-fetch-site': 'cross-site' }, 403],
  ])('that %s', async (_, headers, status) => {
    const written = await write({ cookie: cookieOf(ana), ...headers })
    expect(written.status).toBe(status)
    if (status === 403) expect(written.body.code).toBe('origin-refused')
  })

  test('from another site signs nobody in or out', async () => {
    const headers = { origin: 'https://evil.example', cookie: cookieOf(ana) }
    const body = { email: 'x@example.com', password: 'correct horse' }
    for (const path of ['sign-up/email', 'sign-in/email', 'sign-out'])
      expect((await api.request('POST', `/api/auth/${path}`, { body, headers })).body.code).toBe('origin-refused')
    expect((await me({ cookie: cookieOf(ana) })).status).toBe(200)
  })

  test('needs no origin when it has a token', async () => {
    expect((await write({ ...bearer(await ana.jwt()), origin: 'https://another.example' })).status).toBe(201)
  })
})
