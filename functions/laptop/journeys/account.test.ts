import { expect, test, vi } from 'vitest'
import { startSystem } from '../testing/start-system.ts'

vi.setConfig({ testTimeout: 120_000 })
const soon = { timeout: 30_000, interval: 20 }

test('the audit trail has each change of an account once, also those that are published in two topics', async () => {
  const { ask } = await startSystem()
  const { token: jwt } = await ask<{ token: string }>('GET', '/api/auth/token')
  await ask('PATCH', '/api/me', { zone: 'Europe/Berlin' })
  const { id } = await ask('POST', '/api/me/tokens', { name: 'cron', scopes: ['read'] })
  await ask('DELETE', `/api/me/tokens/${id}`)
  await ask('POST', '/api/auth/sign-out')

  await vi.waitFor(async () => {
    const authorization = `Bearer ${jwt}`
    const { items } = await ask<{ items: { type: string }[] }>('GET', '/api/audit', undefined, { authorization })
    expect(items.map(({ type }) => type).reverse()).toEqual([
      'zerodue.identity.signed-up.v1',
      'zerodue.user.updated.v1',
      'zerodue.identity.signed-in.v1',
      'zerodue.user.updated.v1',
      'zerodue.identity.token-created.v1',
      'zerodue.token.revoked.v1',
      'zerodue.session.ended.v1',
    ])
  }, soon)
})

test('every function deletes the rows of a deleted account', async () => {
  const { ask } = await startSystem()
  const { token: jwt } = await ask<{ token: string }>('GET', '/api/auth/token')
  const due = { date: '2030-01-31', time: '09:00', zone: 'Asia/Karachi' }
  await ask('POST', '/api/tasks', { title: 'Water the plants', due, reminders: [{ before: 'PT0M' }] })
  const headers = { authorization: `Bearer ${jwt}` }
  const list = async (what: string) =>
    (await ask<{ items: object[] }>('GET', `/api/${what}`, undefined, headers)).items.length
  await ask('POST', '/api/channels', { kind: 'webhook', url: 'https://example.com/hook' }, headers)
  await vi.waitFor(async () => {
    for (const what of ['reminders', 'audit', 'channels', 'updates?after=0'])
      expect(await list(what)).toBeGreaterThan(0)
  }, soon)

  await ask('DELETE', '/api/me')

  await vi.waitFor(async () => {
    for (const what of ['reminders', 'audit', 'channels']) expect(await list(what)).toBe(0)
    await expect(list('updates')).rejects.toThrow('401')
  }, soon)
})
