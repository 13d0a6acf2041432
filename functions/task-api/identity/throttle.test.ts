import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../kit/testing/database.ts'
import { newEmail, password, replica } from '../testing/browser.ts'
import { countAttempt, limits } from './throttle.ts'

let databaseUrl: string
let one: Awaited<ReturnType<typeof replica>>
let two: Awaited<ReturnType<typeof replica>>
beforeAll(async () => {
  databaseUrl = await testDatabase()
  one = await replica(databaseUrl)
  two = await replica(databaseUrl)
})

const { most, windowSeconds } = limits.account
const passwords = (api: Awaited<ReturnType<typeof replica>>, email: string, count: number, given = 'a guess') =>
  Promise.all(Array.from({ length: count }, () => api.browser().signIn(email, given)))

test('an account allows ten guesses in a quarter of an hour over all replicas together', async () => {
  const { email } = await one.browser().signUp()
  const guesses = (await Promise.all([passwords(one, email, 6), passwords(two, email, 6)])).flat()
  expect(guesses.map(({ status }) => status).sort()).toEqual([...Array(most).fill(401), 429, 429])

  const right = await two.browser().signIn(email.toUpperCase())
  expect(right).toMatchObject({ status: 429, body: { code: 'too-many-requests' } })
  expect(right.headers.get('content-type')).toBe('application/problem+json')
  expect(right.headers.get('ratelimit-policy')).toBe(`"account";q=${most};w=${windowSeconds}`)
  const seconds = Number(right.headers.get('retry-after'))
  expect(right.headers.get('ratelimit')).toBe(`"account";r=0;t=${seconds}`)
  expect(seconds).toBeGreaterThan(windowSeconds - 60)
  expect(seconds).toBeLessThanOrEqual(windowSeconds)

  expect((await one.browser().signIn((await two.browser().signUp()).email)).status).toBe(200)
})

test('an address without an account is throttled like one with an account', async () => {
  const email = newEmail()
  const guesses = await passwords(one, email, most + 1)
  expect(guesses.filter(({ status }) => status === 429)).toHaveLength(1)
})

test('after the window the account can sign in again', async () => {
  const { email } = await one.browser().signUp()
  await passwords(one, email, most + 1)
  await one.owner`update identity.attempt set until = now() - interval '1 second'`
  expect((await two.browser().signIn(email)).status).toBe(200)
})

test('a successful sign-in resets the count of wrong guesses', async () => {
  const { email } = await one.browser().signUp()
  await passwords(one, email, most - 1)
  expect((await one.browser().signIn(email)).status).toBe(200)
  expect((await passwords(two, email, most)).every(({ status }) => status === 401)).toBe(true)
})

test('one address cannot try a password on many accounts', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.7, 10.0.0.1' }
  const attempts = Array.from({ length: limits.address.most }, () =>
    countAttempt(one.sql, limits.address, '203.0.113.7'),
  )
  await Promise.all(attempts)
  const body = { email: newEmail(), password }
  expect((await one.request('POST', '/api/auth/sign-in/email', { body, headers })).status).toBe(429)
  const disguised = { 'x-forwarded-for': '198.51.100.1, 203.0.113.7, 10.0.0.1' }
  expect((await one.request('POST', '/api/auth/sign-in/email', { body, headers: disguised })).status).toBe(429)
  expect((await one.request('POST', '/api/auth/sign-in/email', { body })).status).toBe(401)
})

test('the counts contain no addresses of accounts', async () => {
  const email = newEmail()
  await one.browser().signIn(email)
  const [row] = await one.owner<{ keys: string }[]>`select string_agg(key::text, ' ') as keys from identity.attempt`
  expect(row?.keys).not.toContain(Buffer.from(email).toString('hex'))
})
