import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { root } from '../../../functions/kit/root.ts'
import { localServer } from '../../../functions/kit/testing/local-server.ts'
import { callTool } from '../../../functions/laptop/testing/mcp-request.ts'
import { startSystem } from '../../../functions/laptop/testing/start-system.ts'
import { verifiedWebhook } from '../../../functions/notifier/testing/verified-webhook.ts'
import { dashboards, filledIn } from '../../ops/watch/dashboards.ts'
import { type Metric, metrics } from '../../ops/watch/metrics.ts'
import { draw } from './draw.ts'
import { everything, exposition } from './exposition.ts'
import { watchedSystem } from './watched-system.ts'

vi.setConfig({ testTimeout: 600_000 })
const soon = { timeout: 120_000, interval: 500 }

/** A cluster tells these, and there is none here: they have the names that kube-state-metrics and the kubelet document. */
const ofCluster = everything.filter(({ name }) => ['kube-state-metrics', 'kubelet'].includes(metrics[name].from))

/** Metrics that this run has no occasion for: certificates, and a language model. */
const withoutOccasion = ['zerodue_certificate_expires_seconds', 'zerodue_assistant_tokens_total']

test('after a load run a real Prometheus has every metric of the dashboards by a real collector, and answers each query', async () => {
  let steps = 0
  const cluster = await localServer((_, response) => {
    steps += 1
    response.writeHead(200, { 'content-type': 'text/plain' }).end(exposition(steps, ofCluster))
  })
  const { prometheus, collector, system, addressOf } = await watchedSystem({ cluster: `127.0.0.1:${cluster.port}` })
  const began = Math.floor(Date.now() / 1000)
  const hook = await localServer()

  type Person = Awaited<ReturnType<typeof person>>
  async function person() {
    const headers = await system.person(`ana-${randomUUID()}`)
    const ask = async <T>(name: string, method: string, at: string, body?: object): Promise<T> => {
      const answer = await fetch(addressOf(name) + at, {
        method,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      })
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
      return (answer.status === 204 ? undefined : await answer.json()) as T
    }
    return { ask, headers }
  }

  // One person has a webhook, a stream and a reminder.
  const { ask, headers } = await person()
  const channel = await ask<{ id: string; secret: string }>('notifier', 'POST', '/api/channels', {
    kind: 'webhook',
    url: hook.url,
  })
  const { token } = verifiedWebhook(hook.received[0], channel.secret, new Date()).data
  await ask('notifier', 'POST', `/api/channels/${channel.id}/confirm`, { token })
  const stream = new AbortController()
  await fetch(`${addressOf('sync-relay')}/api/stream`, { headers, signal: stream.signal })
  // A source has a wrong credential.
  await fetch(`${addressOf('audit-sink')}/?delivery=wrong`, { method: 'POST' })

  await callsOfPrograms(collector.endpoint)

  const people = await Promise.all(Array.from({ length: 8 }, person))
  const repeating = { title: 'Water', due: { date: '2026-12-01', zone: 'UTC' }, repeat: { rule: 'FREQ=DAILY' } }
  const completeMany = async (one: Person) => {
    for (let i = 0; i < 6; i++) {
      const { id } = await one.ask<{ id: string }>('task-api', 'POST', '/api/tasks', repeating)
      await one.ask('task-api', 'POST', `/api/tasks/${id}/complete`)
      await one.ask('task-api', 'GET', '/api/tasks?status=open')
    }
  }
  const wave = async () => {
    const at = new Date(Date.now() + 2_000).toISOString()
    await ask('task-api', 'POST', '/api/tasks', { title: 'Tea', reminders: [{ at }] })
    await Promise.all(people.map(completeMany))
  }
  await wave()
  stream.abort()

  const expected = (Object.entries(metrics) as [string, Metric][]).filter(([name]) => !withoutOccasion.includes(name))
  const missing = async () => {
    const answers = await Promise.all(
      expected.map(async ([name, { kind }]) => {
        const series = kind === 'histogram' ? `${name}_bucket` : name
        return (await prometheus.query(`count(${series})`)).length ? [] : [name]
      }),
    )
    return answers.flat()
  }
  await expect.poll(missing, soon).toEqual([])

  // A rate is between two values of a series.
  await wave()
  const moved = async (series: string) => (await prometheus.query(`increase(${series}[5m]) > 0`)).length
  for (const series of [
    'zerodue_events_delay_seconds_count{service_name="task-api"}',
    'zerodue_reminders_lateness_seconds_count',
  ])
    await expect.poll(() => moved(series), soon).toBeGreaterThan(0)
  await expect
    .poll(() => moved('zerodue_notifications_lateness_seconds_count{channel="webhook"}'), soon)
    .toBeGreaterThan(0)

  const end = Math.floor(Date.now() / 1000)
  const folder = path.join(root, 'node_modules/.cache/watching')
  mkdirSync(folder, { recursive: true })
  for (const dashboard of dashboards) {
    for (const { expr } of dashboard.rows.flatMap(([, panels]) => panels.flatMap(({ queries }) => queries)))
      await prometheus.query(filledIn(expr, dashboard, '60s'))
    await draw(dashboard, prometheus, { start: began, end, step: 2 }, path.join(folder, `${dashboard.uid}.png`))
  }
})

/** Signing in and the calls of programs need a task-api that signs people in itself, as on a laptop. */
async function callsOfPrograms(endpoint: string): Promise<void> {
  const { ask, address } = await startSystem({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
  await fetch(`${address}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ana@example.com', password: 'not the password' }),
  })
  const { token } = await ask<{ token: string }>('POST', '/api/me/tokens', {
    name: 'helper',
    scopes: ['read', 'write'],
  })
  await callTool({ address, token }, 'add_task', { title: 'Tea' })
}
