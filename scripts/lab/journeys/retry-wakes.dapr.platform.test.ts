import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { daprAlarms } from '../../../functions/kit/alarms/dapr.ts'
import { close, listen } from '../../../functions/kit/http/serve.ts'
import { localServer } from '../../../functions/kit/testing/local-server.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { notifier } from '../../../functions/notifier/testing/notifier.ts'
import { startDapr, startScheduler } from '../platform/dapr.ts'

const { replica, clock, owner } = await notifier()

test('a notifier that does not run is woken by its alarm for the retry of a webhook, which arrives once', async () => {
  const folder = newFolder()
  const token = randomUUID()
  // Where nobody listens a platform refuses the first call, starts the function, and lets the next one through.
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
  const scheduler = await startScheduler({ folder: path.join(folder, 'scheduler') })
  const dapr = await startDapr({
    appId: 'notifier',
    appPort: (server.address() as AddressInfo).port,
    resources: folder,
    folder: path.join(folder, 'dapr'),
    env: { APP_API_TOKEN: token },
    scheduler: scheduler.address,
  })
  onTestFinished(async () => {
    await dapr.stop()
    await scheduler.stop()
    await close(server)
  })
  clock.now = new Date()
  const real = {
    alarms: daprAlarms({ endpoint: dapr.endpoint }),
    jobToken: token,
    now: () => new Date(),
    // The shortest pause there is.
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
  const told = async () => (await ana.notifications()).find(({ id }) => id === waits?.id)
  await expect.poll(told).toMatchObject({ state: 'delivered', attempts: [{ status: 503 }, { status: 204 }] })
  expect(running.refused).toBe(1)

  // A second ring of the same, as a scheduler that was killed may give it, finds nothing to do.
  const again = await platform.request(`/job/due-${Date.parse(waits?.nextAt ?? '')}`, {
    method: 'POST',
    headers: { 'dapr-api-token': token },
  })
  expect(again.status).toBe(204)
  expect(hook.received).toHaveLength(3)
}, 300_000)
