import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { close, listen } from '../http/serve.ts'
import { daprAlarms } from './dapr.ts'

test('Dapr retries an alarm for more than half an hour, every few seconds, while its function or its database is away', async () => {
  const jobs: { failurePolicy: { constant: { interval: string; maxRetries: number } } }[] = []
  const app = new Hono().post('/v1.0/jobs/:name', async c => {
    jobs.push(await c.req.json())
    return c.body(null, 204)
  })
  const server = await listen(app, { port: 0 })
  onTestFinished(() => close(server))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  await daprAlarms({ endpoint }).set('due-1', new Date('2026-11-21T09:30:00Z'))

  const { interval, maxRetries } = jobs[0]?.failurePolicy.constant ?? { interval: '', maxRetries: 0 }
  expect(interval).toMatch(/^[1-5]s$/)
  expect(Number.parseInt(interval, 10) * maxRetries).toBeGreaterThan(31 * 60)
})
