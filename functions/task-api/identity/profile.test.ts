import { beforeAll, describe, expect, test } from 'vitest'
import { userUpdated } from '../../domain/events/account-events.ts'
import { testDatabase } from '../../kit/testing/database.ts'
import { bearer, newEmail, replica } from '../testing/browser.ts'

let api: Awaited<ReturnType<typeof replica>>
beforeAll(async () => {
  api = await replica(await testDatabase())
})

async function person() {
  const browser = api.browser()
  const { id, email } = await browser.signUp(newEmail(), { name: 'Ana' })
  const patch = (body: object, headers = {}) => browser.request('PATCH', '/api/me', { body, headers })
  return { ...browser, id, email, patch }
}

test('a new person has the default profile', async () => {
  const ana = await person()
  const { body, headers } = await ana.request('GET', '/api/me')
  expect(body).toEqual({
    id: ana.id,
    email: ana.email,
    name: 'Ana',
    zone: 'UTC',
    locale: 'en',
    defaultReminder: null,
    quietHours: null,
    morning: '09:00',
    version: 1,
  })
  expect(headers.get('etag')).toBe('"1"')
})

test('a patch changes its fields, and each change is a new version', async () => {
  const ana = await person()
  await ana.patch({ zone: 'Asia/Karachi', defaultReminder: 'PT30M' })
  const { body } = await ana.patch({ locale: 'ur', quietHours: { from: '22:00', to: '07:00' } })
  const changed = {
    zone: 'Asia/Karachi',
    locale: 'ur',
    defaultReminder: 'PT30M',
    quietHours: { from: '22:00', to: '07:00' },
    version: 3,
  }
  expect(body).toMatchObject(changed)
  expect((await ana.request('GET', '/api/me')).body).toEqual(body)
  expect((await ana.patch({ quietHours: { to: '06:00' } })).body.quietHours).toEqual({ from: '22:00', to: '06:00' })
  const cleared = await ana.patch({ quietHours: null, defaultReminder: null })
  expect(cleared.body).toMatchObject({ quietHours: null, defaultReminder: null, version: 5 })
})

test('a change is published in account-events, and with the same id in task-events as before', async () => {
  const ana = await person()
  await ana.patch({ zone: 'Asia/Karachi' })
  const changes = api.published.filter(({ userId, type }) => userId === ana.id && type === userUpdated.type)
  expect(changes.map(({ topic }) => topic)).toEqual(['account-events', 'task-events'])
  expect(new Set(changes.map(({ id }) => id)).size).toBe(1)
})

test('a patch that changes nothing creates no version', async () => {
  const ana = await person()
  await ana.patch({ zone: 'Asia/Karachi' })
  expect((await ana.patch({ zone: 'Asia/Karachi' })).body.version).toBe(2)
  expect((await ana.patch({})).body.version).toBe(2)
})

test('of two changes from the same version one is refused with the current profile', async () => {
  const ana = await person()
  const both = await Promise.all(
    ['Asia/Karachi', 'Europe/Berlin'].map(zone => ana.patch({ zone }, { 'if-match': '"1"' })),
  )
  const [done, refused] = both.sort((a, b) => a.status - b.status)
  expect(done?.status).toBe(200)
  expect(refused).toMatchObject({
    status: 412,
    body: { code: 'version-moved-on', profile: { version: 2, zone: done?.body.zone } },
  })
})

test('each person has a separate profile', async () => {
  const [ana, bob] = [await person(), await person()]
  await ana.patch({ zone: 'Asia/Karachi' })
  expect((await bob.request('GET', '/api/me')).body).toMatchObject({ id: bob.id, zone: 'UTC' })
})

test('a token can read and change the profile if its scopes allow it', async () => {
  const ana = await person()
  const { token } = await ana.apiToken(['read'])
  expect((await api.request('GET', '/api/me', { headers: bearer(token) })).status).toBe(200)
  const refused = await api.request('PATCH', '/api/me', { headers: bearer(token), body: { zone: 'UTC' } })
  expect(refused.body.code).toBe('scope-missing')
})

describe('a patch is refused as a whole when', () => {
  test.each<[string, object, string]>([
    ['the zone is unknown', { locale: 'ur', zone: 'Mars/Olympus' }, 'zone'],
    ['the language is unknown', { locale: 'fr' }, 'locale'],
    ['the reminder is no duration', { locale: 'ur', defaultReminder: 'soon' }, 'defaultReminder'],
    ['the reminder comes more than a year before', { locale: 'ur', defaultReminder: 'P999D' }, 'defaultReminder'],
    ['the quiet hours have no end', { locale: 'ur', quietHours: { from: '22:00' } }, 'quietHours.to'],
    ['the quiet hours end as they begin', { locale: 'ur', quietHours: { from: '22:00', to: '22:00' } }, 'quietHours'],
    ['there is no such hour', { locale: 'ur', quietHours: { from: '24:00', to: '07:00' } }, 'quietHours.from'],
    ['it changes the address', { locale: 'ur', email: 'bob@example.com' }, 'email'],
    ['it changes the id', { locale: 'ur', id: 'bob' }, 'id'],
    ['it reaches for the prototype', JSON.parse('{"locale":"ur","__proto__":{"zone":"UTC"}}'), '__proto__'],
    ['it names a constructor', { locale: 'ur', constructor: 'x' }, 'constructor'],
  ])('%s', async (_, body, path) => {
    const ana = await person()
    const refused = await ana.patch(body)
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ path }] } })
    expect((await ana.request('GET', '/api/me')).body).toMatchObject({ locale: 'en', version: 1 })
  })
})
