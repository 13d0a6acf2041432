import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { daprAlarms } from '../../../functions/kit/alarms/dapr.ts'
import { close, listen } from '../../../functions/kit/http/serve.ts'
import { localServer } from '../../../functions/kit/testing/local-server.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { notifier } from '../../../functions/notifier/testing/notifier.ts'
import { startAlarmClock } from '../platform/dapr.ts'

const { replica, clock, owner } = await notifier()

test('its alarm wakes a notifier at zero for the retry of a webhook, which arrives once', async () => {
  const token = randomUUID()
  // As a platform at zero: the first call fails and starts the function, the next one reaches it.
  const running: { app?: Hono | undefined; start: () => Promise<Hono>; refused: number } = {
    start: async () => new Hono(),
    refused: 0,
  }
  const platform = new Hono().all('*', async c => {
    if (running.app) return running.app.fetch(c.req.raw)
    running.refused++
    running.app = await running.start()
    return c.body(null, 503)
  })
  const server = await listen(platform, { port: 0 })
  const { dapr, stop } = await startAlarmClock({
    appId: 'notifier',
    appPort: (server.address() as AddressInfo).port,
    folder: newFolder(),
    env: { APP_API_TOKEN: token },
  })
  onTestFinished(() => stop().then(() => close(server)))
  clock.now = new Date()
  const real = {
    alarms: daprAlarms({ endpoint: dapr.endpoint }),
    jobToken: token,
    now: () => new Date(),
    // The shortest backoff.
    deps: { random: () => 0 },
  }
  running.start = async () => (await replica(real)).app

  const statuses = [204, 503, 204]
  const hook = await localServer((_, response) => void response.writeHead(statuses.shift() ?? 500).end())
  const before = await replica(real)
  const ana = await before.person()
  const { body } = await ana.ask<{ id: string }>('POST', '/api/channels', { kind: 'webhook', url: hook.url })
  await owner`update notifications.channel set confirmed_at = now() where id = ${body.id}`
  expect(await before.remind(ana.userId)).toBe(204)
  const [waits] = (await ana.notifications()).filter(({ kind, what }) => kind === 'webhook' && what === 'reminder')
  expect(waits).toMatchObject({ state: 'pending', nextAt: expect.any(String) })
  expect(hook.received).toHaveLength(2)

  await expect.poll(() => hook.received.length, { timeout: 60_000, interval: 20 }).toBe(3)
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(waits?.nextAt ?? ''))
  const delivery = async () => (await ana.notifications()).find(({ id }) => id === waits?.id)
  await expect.poll(delivery).toMatchObject({ state: 'delivered', attempts: [{ status: 503 }, { status: 204 }] })
  expect(running.refused).toBe(1)

  // A killed scheduler may ring twice: the second ring finds nothing to do.
  const again = await platform.request(`/job/due-${Date.parse(waits?.nextAt ?? '')}`, {
    method: 'POST',
    headers: { 'dapr-api-token': token },
  })
  expect(again.status).toBe(204)
  expect(hook.received).toHaveLength(3)
}, 300_000)
