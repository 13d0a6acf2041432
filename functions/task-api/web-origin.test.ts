import { beforeAll, expect, test } from 'vitest'
import { forWeb } from '../kit/http/cors.ts'
import { testDatabase } from '../kit/testing/database.ts'
import { bearer, newEmail, ownIssuer, password, replica } from './testing/browser.ts'

const webOrigin = 'https://app.example.com'
const stranger = 'https://evil.example.com'
let web: (path: string, init?: RequestInit) => Promise<Response>
beforeAll(async () => {
  const { app } = await replica(await testDatabase(), { ...ownIssuer, webOrigins: [webOrigin] })
  const open = forWeb(app, [webOrigin])
  web = async (path, init) => open.fetch(new Request(`http://localhost:8080${path}`, init))
})

const from = (origin: string, more: Record<string, string> = {}) => ({
  origin,
  'sec-fetch-site': 'cross-site',
  ...more,
})
const json = { 'content-type': 'application/json' }
const signUp = (origin: string) =>
  web('/api/auth/sign-up/email', {
    method: 'POST',
    headers: from(origin, json),
    body: JSON.stringify({ email: newEmail(), password }),
  })

test('a web client on another origin of the settings signs up by cookie, gets a token and uses it', async () => {
  const signedUp = await signUp(webOrigin)
  expect(signedUp.status).toBe(200)
  expect(signedUp.headers.get('access-control-allow-origin')).toBe(webOrigin)
  expect(signedUp.headers.get('access-control-allow-credentials')).toBe('true')
  const cookie = signedUp.headers.getSetCookie()[0]?.split(';')[0] ?? ''

  const given = await web('/api/auth/token', { headers: from(webOrigin, { cookie }) })
  const { token } = (await given.json()) as { token: string }
  const made = await web('/api/tasks', {
    method: 'POST',
    headers: from(webOrigin, { ...json, ...bearer(token) }),
    body: JSON.stringify({ title: 'Buy milk' }),
  })

  expect(made.status).toBe(201)
  expect(made.headers.get('access-control-expose-headers')).toContain('ETag')
  expect(made.headers.get('vary')).toContain('Origin')
})

test('a preflight request lists the allowed methods and headers', async () => {
  const asked = await web('/api/tasks/1', {
    method: 'OPTIONS',
    headers: from(webOrigin, {
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,if-match,idempotency-key,last-event-id',
    }),
  })

  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-methods')).toContain('PATCH')
  for (const name of ['Authorization', 'If-Match', 'Idempotency-Key', 'Last-Event-ID', 'Content-Type'])
    expect(asked.headers.get('access-control-allow-headers')).toContain(name)
})

test('that web client can read refusals too', async () => {
  const refused = await web('/api/tasks', { headers: from(webOrigin) })

  expect(refused.status).toBe(401)
  expect(refused.headers.get('access-control-allow-origin')).toBe(webOrigin)
})

test('pages of any other origin cannot read answers or use the cookie', async () => {
  const cookie = (await signUp(webOrigin)).headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const written = await web('/api/tasks', {
    method: 'POST',
    headers: from(stranger, { ...json, cookie }),
    body: JSON.stringify({ title: 'Forged' }),
  })

  expect(written.status).toBe(403)
  expect((await signUp(stranger)).status).toBe(403)
  const read = await web('/api/tasks', { headers: from(stranger, { cookie }) })
  expect([...read.headers.keys()].filter(name => name.startsWith('access-control'))).toEqual([])
})

test('a client gets the addresses of the other functions without signing in', async () => {
  const config = await web('/api/config', { headers: from(webOrigin) })

  expect(await config.json()).toEqual({
    addresses: { reminderFirer: null, notifier: null, auditSink: null, syncRelay: null, assistant: null },
    mcp: expect.stringMatching(/\/mcp$/),
    vapidPublicKey: null,
    issuer: null,
  })
})
