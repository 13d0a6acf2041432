import { expect, test, vi } from 'vitest'
import { localServer } from '../shared/testing/local-server.ts'
import { verifiedWebhook } from '../shared/testing/verified-webhook.ts'
import { started } from './testing/started.ts'

// This starts the whole system, as `npm start` does, and uses it by HTTP alone, on the real clock.
vi.setConfig({ testTimeout: 120_000 })
const soon = { timeout: 30_000, interval: 20 }

interface Told {
  kind: string
  what: string
  state: string
}

test('a reminder of a task arrives at a webhook, signed and once, and stands in the audit trail', async () => {
  const hook = await localServer()
  const { ask } = await started({ WEBHOOK_ALLOW: '127.0.0.0/8' })
  const channel = await ask<{ id: string; secret: string }>('POST', '/api/channels', { kind: 'webhook', url: hook.url })
  const { token } = verifiedWebhook(hook.received[0], channel.secret, new Date()).data
  await ask('POST', `/api/channels/${channel.id}/confirm`, { token })

  const at = new Date(Date.now() + 1_500).toISOString()
  const task = await ask('POST', '/api/tasks', { title: 'Take the cake out', reminders: [{ at }] })

  const told = async () => (await ask<{ items: Told[] }>('GET', `/api/notifications?taskId=${task.id}`)).items
  await vi.waitFor(
    async () =>
      expect((await told()).map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
        'app delivered',
        'webhook delivered',
      ]),
    soon,
  )
  const event = verifiedWebhook(hook.received[1], channel.secret, new Date())
  expect(event).toMatchObject({
    type: 'zerodue.reminder.due.v1',
    data: { task: { id: task.id, title: 'Take the cake out' } },
  })
  expect(hook.received).toHaveLength(2)
  const trail = () => ask<{ items: { type: string }[] }>('GET', `/api/audit?taskId=${task.id}`)
  await vi.waitFor(
    async () => expect((await trail()).items.map(({ type }) => type)).toContain('zerodue.notification.delivered.v1'),
    soon,
  )
})
