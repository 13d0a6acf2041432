import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { create } from '../../../functions/domain/create.ts'
import { reminderDue, reminderNear } from '../../../functions/domain/events/reminders.ts'
import { daprAlarms } from '../../../functions/kit/alarms/dapr.ts'
import { httpHeaders } from '../../../functions/kit/events/cloud-event.ts'
import type { Outgoing } from '../../../functions/kit/events/event.ts'
import { close, listen } from '../../../functions/kit/http/serve.ts'
import { makeFunction } from '../../../functions/kit/make-function.ts'
import { sampleDelivery, sampleSettings } from '../../../functions/kit/settings/samples.ts'
import { testDatabase } from '../../../functions/kit/testing/database.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import definition from '../../../functions/reminder-firer/function.ts'
import { startAlarmClock } from '../platform/dapr.ts'

const now = () => new Date()

/** An event that a task with one reminder was created. */
function created(at: string): Outgoing {
  const task = create(
    { title: 'Tea', notes: '', priority: 'P4', tags: [], due: null, repeat: null, occurrence: 1, reminders: [{ at }] },
    now(),
    randomUUID,
  )
  const data = { task, changed: Object.keys(task), actor: { kind: 'user', id: 'ana' } }
  const common = { id: randomUUID(), source: '/zerodue/task-api', topic: 'task-events' as const, subject: task.id }
  return {
    ...common,
    type: 'zerodue.task.created.v1',
    userId: 'ana',
    time: now().toISOString(),
    data,
    traceparent: null,
  }
}

test('its alarm wakes a reminder-firer at zero before the moment, and the reminder arrives once, at the moment', async () => {
  const databaseUrl = await testDatabase()
  const token = randomUUID()
  const published: Outgoing[] = []
  const publisher = { publish: async (events: Outgoing[]) => void published.push(...events), close: async () => {} }
  const running: { app?: Hono | undefined; end?: () => Promise<void>; refused: number } = { refused: 0 }

  function start(endpoint: string): Hono {
    const made = makeFunction(
      definition,
      { ...sampleSettings(definition), DATABASE_URL: databaseUrl, APP_API_TOKEN: token },
      { publisher, alarms: daprAlarms({ endpoint }), now },
    )
    running.app = made.app
    running.end = made.close
    return made.app
  }

  // As a platform at zero: the first call fails and starts the function, the next one reaches it.
  const known = { endpoint: '' }
  const platform = new Hono().all('*', c => {
    if (running.app) return running.app.fetch(c.req.raw)
    running.refused++
    start(known.endpoint)
    return c.body(null, 503)
  })
  const server = await listen(platform, { port: 0 })
  const { dapr, stop } = await startAlarmClock({
    appId: 'reminder-firer',
    appPort: (server.address() as AddressInfo).port,
    folder: newFolder(),
    env: { APP_API_TOKEN: token },
  })
  onTestFinished(async () => {
    await running.end?.()
    await stop()
    await close(server)
  })
  known.endpoint = dapr.endpoint

  // The alarm rings 3.3 s before this.
  const at = new Date(Date.now() + 8_000).toISOString()
  const event = created(at)
  const asleep = start(dapr.endpoint)
  const taken = await asleep.request('/', {
    method: 'POST',
    headers: { ...httpHeaders(event), authorization: `Bearer ${sampleDelivery}` },
    body: JSON.stringify(event.data),
  })
  expect(taken.status).toBe(204)
  running.app = undefined
  await running.end?.()

  const due = () => published.filter(({ type }) => type === reminderDue.type)
  await expect.poll(() => due().length, { timeout: 60_000, interval: 20 }).toBe(1)
  const { firedAt, dueAt } = (due()[0]?.data ?? {}) as Record<string, string>
  expect(dueAt).toBe(at)
  expect(Date.parse(firedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(at))
  expect(running.refused).toBe(1)
  const near = published.filter(({ type }) => type === reminderNear.type)
  expect(near.map(({ time }) => time < at)).toEqual([true])

  // A killed scheduler may ring twice: the second ring finds nothing to do.
  const again = await platform.request(`/job/due-${Date.parse(at)}`, {
    method: 'POST',
    headers: { 'dapr-api-token': token },
  })
  expect(again.status).toBe(204)
  expect(due()).toHaveLength(1)
}, 600_000)
