import { pino } from 'pino'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { testDatabase } from '../../kit/testing/database.ts'
import { newEmail, ownIssuer, password, replica } from '../testing/browser.ts'

let databaseUrl: string
beforeAll(async () => {
  databaseUrl = await testDatabase()
})
afterEach(() => vi.restoreAllMocks())

test('a sign-in logs nothing of its input and sends nothing to other hosts', async () => {
  const lines: string[] = []
  const write = (...words: unknown[]) => void lines.push(words.join(' '))
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation(write)
  const fetched = vi.spyOn(globalThis, 'fetch')
  const api = await replica(databaseUrl, ownIssuer, pino({ level: 'trace' }, { write }))

  const email = newEmail()
  const twice = { body: { email, password } }
  await Promise.all([1, 2, 3].map(() => api.request('POST', '/api/auth/sign-up/email', twice)))
  await api.browser().signIn(email, 'not the password')
  await api.browser().signIn(newEmail(), 'not the password')
  await api.browser().signIn(email)

  const output = lines.join('\n')
  for (const secret of [email, password, 'not the password']) expect(output).not.toContain(secret)
  expect(fetched).not.toHaveBeenCalled()
})

test('an unreachable database gives a 503', async () => {
  const ana = (await replica(databaseUrl)).browser()
  const { email } = await ana.signUp()
  const cookie = [...ana.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const away = await replica('postgres://nobody@127.0.0.1:1/nowhere')
  const replies = [
    away.browser().signIn(email),
    away.request('GET', '/api/auth/token', { headers: { cookie } }),
    away.request('GET', '/api/auth/jwks'),
    away.request('GET', '/api/me', { headers: { cookie } }),
  ]
  for (const reply of replies) expect(await reply).toMatchObject({ status: 503, body: { code: 'unavailable' } })
})

test('a sweep deletes expired sessions and attempts, and keeps the others', async () => {
  const api = await replica(databaseUrl)
  const { owner } = api
  const [old, current] = [api.browser(), api.browser()]
  const { id } = await old.signUp()
  await current.signUp()
  await owner`update identity.session set expires_at = now() - interval '1 second' where user_id = ${id}`
  await owner`update identity.attempt set until = now() - interval '1 second'`
  await owner`insert into identity.deleted_user values ('x', now() - interval '3 days'), ('y', now())`
  await api.sweep()
  expect(await owner`select from identity.session where user_id = ${id}`).toHaveLength(0)
  expect(await owner`select from identity.attempt`).toHaveLength(0)
  expect(await owner`select convert_from(user_hash, 'UTF8') as hash from identity.deleted_user`).toEqual([
    { hash: 'y' },
  ])
  expect((await current.request('GET', '/api/me')).status).toBe(200)
})
