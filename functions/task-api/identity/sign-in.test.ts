import { decodeJwt, decodeProtectedHeader } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { sessionEnded, userUpdated } from '../../domain/events/account-events.ts'
import { testDatabase } from '../../kit/testing/database.ts'
import { withoutTrace } from '../../kit/testing/without-trace.ts'
import { newEmail, ownIssuer, password, replica } from '../testing/browser.ts'

let databaseUrl: string
let api: Awaited<ReturnType<typeof replica>>
beforeAll(async () => {
  databaseUrl = await testDatabase()
  api = await replica(databaseUrl)
})

test('a sign-up also signs in, by a cookie that no script can read and no other site can send', async () => {
  const ana = api.browser()
  const { headers } = await ana.request('POST', '/api/auth/sign-up/email', { body: { email: newEmail(), password } })
  expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^zerodue\.session_token=.*; HttpOnly; SameSite=Lax$/)])
  expect((await ana.request('GET', '/api/me')).status).toBe(200)
})

test('on https the cookie is never sent without TLS', async () => {
  const secure = await replica(databaseUrl, { ...ownIssuer, publicUrl: 'https://due.example' })
  const headers = { origin: 'https://due.example' }
  const signedUp = await secure.request('POST', '/api/auth/sign-up/email', {
    body: { email: newEmail(), password },
    headers,
  })
  const [cookie = ''] = signedUp.headers.getSetCookie()
  expect(cookie).toMatch(/^__Secure-zerodue\.session_token=.*; Secure/)
  const [pair = ''] = cookie.split(';')
  expect((await secure.request('GET', '/api/me', { headers: { cookie: pair } })).status).toBe(200)
})

test('the profile starts with the zone and the language of the browser', async () => {
  const ana = api.browser()
  const { id, email } = await ana.signUp(newEmail(), { name: 'Ana', zone: 'Asia/Karachi', locale: 'ur' })
  const { body } = await ana.request('GET', '/api/me')
  expect(body).toMatchObject({ id, email, name: 'Ana', zone: 'Asia/Karachi', locale: 'ur', version: 1 })
})

test('an address in another case is the same account', async () => {
  const { email, id } = await api.browser().signUp()
  const signedIn = await api.browser().signIn(email.toUpperCase())
  expect(signedIn.body).toMatchObject({ user: { id } })
  const again = await api
    .browser()
    .request('POST', '/api/auth/sign-up/email', { body: { email: email.toUpperCase(), password } })
  expect(again).toMatchObject({ status: 409, body: { code: 'account-exists' } })
})

test('an address can contain an apostrophe', async () => {
  const { email } = await api.browser().signUp(`o'brien+${newEmail()}`)
  expect((await api.browser().signIn(email)).status).toBe(200)
})

test('ten simultaneous sign-ups with one address create one account', async () => {
  const email = newEmail()
  const body = { email, password }
  const all = await Promise.all(
    Array.from({ length: 10 }, () => api.browser().request('POST', '/api/auth/sign-up/email', { body })),
  )
  expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)])
  expect(await api.owner`select id from identity.person where email = ${email}`).toHaveLength(1)
  expect((await api.browser().signIn(email)).status).toBe(200)
})

test('a password is the same in every Unicode form of its letters', async () => {
  const email = newEmail()
  await api.browser().request('POST', '/api/auth/sign-up/email', { body: { email, password: 'caf\u00e9 au lait' } })
  expect((await api.browser().signIn(email, 'cafe\u0301 au lait')).status).toBe(200)
})

test('a wrong password and an unknown address get the same answer', async () => {
  const { email } = await api.browser().signUp()
  const wrong = await api.browser().signIn(email, 'not the password')
  const unknown = await api.browser().signIn(newEmail(), 'not the password')
  expect(wrong).toMatchObject({ status: 401, body: { code: 'wrong-credentials' } })
  expect(withoutTrace(unknown.body)).toEqual(withoutTrace(wrong.body))
  expect(wrong.headers.getSetCookie()).toEqual([])
})

test('after a sign-out no copy of the cookie works', async () => {
  const ana = api.browser()
  await ana.signUp()
  const cookie = [...ana.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  expect((await ana.request('POST', '/api/auth/sign-out')).status).toBe(200)
  expect(ana.cookies.size).toBe(0)
  expect(await api.request('GET', '/api/me', { headers: { cookie } })).toMatchObject({ status: 401 })
})

test('a new password replaces the old one and ends the other sessions', async () => {
  const [here, there] = [api.browser(), api.browser()]
  const { email } = await here.signUp()
  await there.signIn(email)
  const change = (currentPassword: string) =>
    here.request('POST', '/api/auth/change-password', {
      body: { currentPassword, newPassword: 'another horse', revokeOtherSessions: true },
    })
  expect(await change('not the password')).toMatchObject({ status: 401, body: { code: 'wrong-credentials' } })
  expect((await change(password)).status).toBe(200)
  expect((await here.request('GET', '/api/me')).status).toBe(200)
  expect((await there.request('GET', '/api/me')).status).toBe(401)
  expect((await api.browser().signIn(email)).status).toBe(401)
  expect((await api.browser().signIn(email, 'another horse')).status).toBe(200)
})

/** The published events of a person about the ends of sessions. */
const endsOf = (id: string) =>
  api.published.filter(({ userId, type }) => userId === id && type === sessionEnded.type).map(({ data }) => data)
const sessionsOf = async (id: string) => {
  const rows = await api.owner<{ id: string }[]>`select id from identity.session where user_id = ${id} order by id`
  return rows.map(row => row.id)
}
const unpublishedOf = (id: string) =>
  api.owner`select from tasks.outbox where user_id = ${id} and published_at is null`.then(rows => rows.length)

describe('the end of a session', () => {
  test('by a sign-out is published with its id', async () => {
    const ana = api.browser()
    const { id } = await ana.signUp()
    const [sessionId] = await sessionsOf(id)
    await ana.request('POST', '/api/auth/sign-out')
    expect(endsOf(id)).toEqual([{ actor: { kind: 'user', id }, sessionId }])
    expect(await unpublishedOf(id)).toBe(0)
    await ana.request('POST', '/api/auth/sign-out')
    expect(endsOf(id)).toHaveLength(1)
  })

  test('by a new password is published for each session', async () => {
    const [here, there] = [api.browser(), api.browser()]
    const { id, email } = await here.signUp()
    await there.signIn(email)
    const sessions = await sessionsOf(id)
    const body = { currentPassword: password, newPassword: 'another horse', revokeOtherSessions: true }
    await here.request('POST', '/api/auth/change-password', { body })
    expect(
      endsOf(id)
        .map(data => (data as { sessionId: string }).sessionId)
        .sort(),
    ).toEqual(sessions)
    expect(await unpublishedOf(id)).toBe(0)
  })

  test('by its expiry writes nothing, whether a sweep, a request or a sign-out removes the row', async () => {
    for (const removal of [
      () => api.sweep(),
      (ana: ReturnType<typeof api.browser>) => ana.request('GET', '/api/auth/get-session'),
      (ana: ReturnType<typeof api.browser>) => ana.request('POST', '/api/auth/sign-out'),
    ]) {
      const ana = api.browser()
      const { id } = await ana.signUp()
      await api.owner`update identity.session set expires_at = now() - interval '1 second' where user_id = ${id}`
      await removal(ana)
      expect([await sessionsOf(id), endsOf(id), await unpublishedOf(id)]).toEqual([[], [], 0])
    }
  })
})

test('the first profile is published in account-events, and with the same id in task-events as before', async () => {
  const { id } = await api.browser().signUp(newEmail(), { zone: 'Asia/Karachi' })
  const profiles = api.published.filter(({ userId, type }) => userId === id && type === userUpdated.type)
  expect(profiles.map(({ topic }) => topic)).toEqual(['account-events', 'task-events'])
  expect(new Set(profiles.map(one => one.id)).size).toBe(1)
})

test('a token contains subject, issuer, audience and times, and nothing else', async () => {
  const ana = api.browser()
  const { id } = await ana.signUp(newEmail(), { name: 'Ana' })
  const token = await ana.jwt()
  const claims = decodeJwt(token)
  expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sub'])
  expect(claims).toMatchObject({ sub: id, iss: ownIssuer.issuer, aud: ownIssuer.audience })
  expect(Number(claims.exp) - Number(claims.iat)).toBe(900)
  expect(decodeProtectedHeader(token).alg).toBe('EdDSA')
  expect(await api.browser().request('GET', '/api/auth/token')).toMatchObject({
    status: 401,
    body: { code: 'not-signed-in' },
  })
})

test('sign-up and sign-in write audit events without any input of the person', async () => {
  const { email, id } = await api.browser().signUp()
  await api.browser().signIn(email)
  const events = api.published.filter(({ userId }) => userId === id)
  expect(events.map(({ type }) => type).sort()).toEqual([
    'zerodue.identity.signed-in.v1',
    'zerodue.identity.signed-in.v1',
    'zerodue.identity.signed-up.v1',
  ])
  for (const event of events) expect(event.data).toEqual({ actor: { kind: 'user', id } })
  const left = await api.owner`select from tasks.outbox where user_id = ${id} and published_at is null`
  expect(left).toHaveLength(0)
})

describe('a sign-up is refused and creates no account when', () => {
  const email = newEmail()
  test.each<[string, object, string]>([
    ['the password is short', { email, password: '1234567' }, 'password'],
    ['the password is very long', { email, password: 'x'.repeat(129) }, 'password'],
    ['the password holds a NUL', { email, password: 'correct\0horse' }, 'password'],
    ['the password holds half a letter', { email, password: 'correct \ud800 horse' }, 'password'],
    ['the address is not one', { email: 'ana', password }, 'email'],
    ['the library refuses the address', { email: 'a..b@example.com', password }, 'email'],
    ['the address is on no network', { email: 'ana@localhost', password }, 'email'],
    ['the address is missing', { password }, 'email'],
    ['the zone is unknown', { email, password, zone: 'Mars/Olympus' }, 'zone'],
    ['a field is unknown', { email, password, role: 'admin' }, 'role'],
    ['it claims to be verified', { email, password, emailVerified: true }, 'emailVerified'],
    ['it chooses its id', { email, password, id: 'root' }, 'id'],
    [
      'it reaches for the prototype',
      JSON.parse(`{"email":"${email}","password":"${password}","__proto__":{}}`),
      '__proto__',
    ],
    ['it names a constructor', { email, password, constructor: {} }, 'constructor'],
  ])('%s', async (_, body, path) => {
    const refused = await api.request('POST', '/api/auth/sign-up/email', { body })
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ path }] } })
    expect(refused.headers.getSetCookie()).toEqual([])
    expect(await api.owner`select from identity.person where email = ${email}`).toHaveLength(0)
  })

  test.each<[string, string, string, number, string]>([
    [
      'it is a form',
      `email=${email}&password=longer+than+8`,
      'application/x-www-form-urlencoded',
      415,
      'unsupported-content-type',
    ],
    ['it is no JSON', '{"email":', 'application/json', 400, 'invalid-json'],
    ['it is larger than 256 KiB', JSON.stringify({ x: 'x'.repeat(300_000) }), 'application/json', 413, 'too-large'],
    ['it is nested deeply', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, 'application/json', 400, 'invalid-request'],
  ])('%s', async (_, body, type, status, code) => {
    const refused = await api.request('POST', '/api/auth/sign-up/email', { body, headers: { 'content-type': type } })
    expect(refused).toMatchObject({ status, body: { code } })
  })
})

test.each([
  ['POST', '/api/auth/update-user'],
  ['POST', '/api/auth/delete-user'],
  ['POST', '/api/auth/change-email'],
  ['POST', '/api/auth/sign-in/social'],
  ['POST', '/api/auth/request-password-reset'],
  ['POST', '/api/auth/reset-password'],
  ['POST', '/api/auth/set-password'],
  ['POST', '/api/auth/sign-jwt'],
  ['GET', '/api/auth/list-sessions'],
  ['GET', '/api/auth/list-accounts'],
  ['GET', '/api/auth/verify-email'],
  ['GET', '/api/auth/error'],
  ['GET', '/api/auth/ok'],
  ['GET', '/api/auth/callback/google'],
])('a route of the library that Zerodue does not offer is a 404: %s %s', async (method, path) => {
  const ana = api.browser()
  await ana.signUp()
  expect(await ana.request(method, path)).toMatchObject({ status: 404, body: { code: 'route-not-found' } })
})
