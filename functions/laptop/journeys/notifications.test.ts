import { expect, test, vi } from 'vitest'
import { localServer } from '../../kit/testing/local-server.ts'
import { mailServer } from '../../notifier/testing/mail-server.ts'
import { verifiedWebhook } from '../../notifier/testing/verified-webhook.ts'
import { startSystem } from '../testing/start-system.ts'

// This starts the whole system, as `npm start` does, and uses it by HTTP alone, on the real clock.
vi.setConfig({ testTimeout: 120_000 })
const soon = { timeout: 30_000, interval: 20 }

interface Notification {
  kind: string
  what: string
  state: string
}

test('a reminder arrives at a webhook once and signed, and its delivery is in the audit trail', async () => {
  const hook = await localServer()
  const { ask } = await startSystem({ WEBHOOK_ALLOW: '127.0.0.0/8' })
  const channel = await ask<{ id: string; secret: string }>('POST', '/api/channels', { kind: 'webhook', url: hook.url })
  const { token } = verifiedWebhook(hook.received[0], channel.secret, new Date()).data
  await ask('POST', `/api/channels/${channel.id}/confirm`, { token })

  const at = new Date(Date.now() + 1_500).toISOString()
  const task = await ask('POST', '/api/tasks', { title: 'Take the cake out', reminders: [{ at }] })

  const notifications = async () =>
    (await ask<{ items: Notification[] }>('GET', `/api/notifications?taskId=${task.id}`)).items
  await vi.waitFor(
    async () =>
      expect((await notifications()).map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
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

test('the links in an email complete and snooze the task without a sign-in, and its times are in the zone of the user', async () => {
  const mail = await mailServer()
  const { ask, address } = await startSystem({ SMTP_URL: mail.url, MAIL_FROM: 'zerodue@example.com' })
  const channel = await ask<{ id: string }>('POST', '/api/channels', { kind: 'email', address: 'ana@example.com' })
  const token = /token is: (\S+)/.exec(mail.received[0]?.parts.get('text/plain') ?? '')?.[1]
  await ask('POST', `/api/channels/${channel.id}/confirm`, { token })
  const task = await ask('POST', '/api/tasks', {
    title: 'Call mum',
    due: { date: '2030-01-31', time: '08:00', zone: 'Asia/Karachi' },
    reminders: [{ at: new Date(Date.now() + 1_500).toISOString() }],
  })
  await vi.waitFor(() => expect(mail.received).toHaveLength(2), soon)
  const text = mail.received[1]?.parts.get('text/plain') ?? ''
  expect(text).toContain('Due Thursday, 31 January 2030 at 08:00 GMT+5')
  const [complete, snooze] = [...text.matchAll(/https?:\S+links\/\S+/g)].map(
    ([href]) => address + new URL(href).pathname,
  )
  const now = () => ask('GET', `/api/tasks/${task.id}`)

  for (const link of [complete, snooze]) expect((await fetch(link ?? '')).status).toBe(200)
  expect(await now()).toMatchObject({ status: 'open', version: task.version })
  await fetch(snooze ?? '', { method: 'POST' })
  await vi.waitFor(
    async () => expect(await now()).toMatchObject({ reminders: [{ snoozedUntil: expect.any(String) }] }),
    soon,
  )
  await fetch(complete ?? '', { method: 'POST' })
  await vi.waitFor(async () => expect(await now()).toMatchObject({ status: 'done' }), soon)
})
