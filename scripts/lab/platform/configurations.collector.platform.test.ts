import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { type Collector, collectorConfigs, startCollector, validateConfig } from './collector.ts'
import { attributes, deltaCounter, deltaHistogram, gaugeOf, metricsOf, sendOtlp, startStore } from './otlp.ts'

const soon = { timeout: 60_000, interval: 100 }

test.each(collectorConfigs)('the collector accepts the configuration of the %s', async config => {
  await validateConfig(config, newFolder())
})

async function gateway(env: Record<string, string> = {}) {
  const store = await startStore()
  onTestFinished(store.close)
  const stores = { TRACES_ENDPOINT: store.url, LOGS_ENDPOINT: store.url, FLUSH_INTERVAL: '3s' }
  const collector = await startCollector('gateway', { folder: newFolder(), env: { ...stores, ...env } })
  onTestFinished(collector.stop)
  return { collector, store }
}

const podOf = (name: string, pod: string) => ({
  'service.name': name,
  'service.namespace': 'zerodue',
  'service.instance.id': pod,
  'service.version': '1',
  'faas.version': `${name}-00001`,
})

/** The series of a metric, each with its labels and its value. */
async function series(collector: Collector, name: string): Promise<{ labels: string; value: number }[]> {
  const lines = (await collector.metrics()).split('\n').filter(line => line.startsWith(`${name}{`))
  return lines.map(line => {
    const [, labels = '', value] = /^[^{]*\{(.*?)\} (\S+)/.exec(line) ?? []
    return { labels, value: Number(value) }
  })
}

test('deltas of several pods of a function, whose clocks differ, add up to one series without loss', async () => {
  const { collector } = await gateway()
  const labels = { type: 'zerodue.task.create.v1', outcome: 'handled' }
  const rounds = 40
  const clocks = { early: 1_700_000_000_000, late: 1_900_000_000_000 }
  const send = (pod: keyof typeof clocks, round: number) => {
    const point = { atMs: clocks[pod] + round, labels }
    return sendOtlp(
      collector.endpoint,
      'metrics',
      metricsOf(podOf('task-api', pod), [
        deltaCounter('zerodue.deliveries.refused', 2, { ...point, labels: { path: '/', reason: 'credential' } }),
        deltaHistogram('zerodue.events.duration', [0.02, 0.2], [0.05, 0.1], point),
      ]),
    )
  }
  const pods = ['early', 'late'] as const
  const statuses = await Promise.all(
    Array.from({ length: rounds }, (_, round) => pods.map(pod => send(pod, round))).flat(),
  )
  expect(new Set(statuses)).toEqual(new Set([200]))

  const events = 'outcome="handled",service_name="task-api",type="zerodue.task.create.v1"'
  await vi.waitFor(async () => {
    expect(await series(collector, 'zerodue_deliveries_refused_total')).toEqual([
      { labels: 'path="/",reason="credential",service_name="task-api"', value: 2 * 2 * rounds },
    ])
    expect(await series(collector, 'zerodue_events_duration_seconds_count')).toEqual([
      { labels: events, value: 2 * 2 * rounds },
    ])
  }, soon)
  const bucket = (le: string, value: number) => ({
    labels: `${events},le="${le}"`,
    value,
  })
  expect(await series(collector, 'zerodue_events_duration_seconds_bucket')).toEqual([
    bucket('0.05', 2 * rounds),
    bucket('0.1', 2 * rounds),
    bucket('+Inf', 2 * 2 * rounds),
  ])

  // A pod that starts an hour later goes on where the others were.
  await send('early', 3_600_000)
  await vi.waitFor(async () => {
    const [one] = await series(collector, 'zerodue_deliveries_refused_total')
    expect(one?.value).toBe(2 * 2 * rounds + 2)
  }, soon)
})

test('the figures of the watcher have the names and labels that the rules read', async () => {
  const { collector } = await gateway()
  const at = (labels: Record<string, string>) => ({ atMs: Date.now(), labels })
  const gauges = [
    gaugeOf('zerodue.outbox.age', 's', 12, at({ function: 'task-api' })),
    gaugeOf('zerodue.outbox.events', '{event}', 3, at({ function: 'task-api' })),
    gaugeOf('zerodue.database.size', 'By', 5, at({})),
    gaugeOf('kafka.consumergroup.lag', '{record}', 7, at({ consumergroup: 'zerodue-notifier', topic: 'reminders' })),
    gaugeOf('zerodue.certificate.expires', 's', 1_800_000_000, at({ host: 'example.org' })),
    gaugeOf('nodejs.eventloop.utilization', '1', 0.5, at({})),
  ]
  await sendOtlp(collector.endpoint, 'metrics', metricsOf(podOf('watch', 'one'), gauges))
  const watch = 'service_name="watch"'
  await vi.waitFor(async () => {
    const text = await collector.metrics()
    for (const line of [
      `zerodue_outbox_age_seconds{function="task-api",${watch}} 12.0`,
      `zerodue_outbox_events{function="task-api",${watch}} 3.0`,
      `zerodue_database_size_bytes{${watch}} 5.0`,
      `kafka_consumergroup_lag{consumergroup="zerodue-notifier",${watch},topic="reminders"} 7.0`,
      `zerodue_certificate_expires_seconds{host="example.org",${watch}} 1.8e+09`,
      `nodejs_eventloop_utilization_ratio{${watch}} 0.5`,
    ])
      expect(text).toContain(line)
  }, soon)
})

const spanOf = (traceId: string, name: string) => ({
  traceId,
  spanId: randomBytes(8).toString('hex'),
  name,
  kind: 2,
  startTimeUnixNano: '1800000000000000000',
  endTimeUnixNano: '1800000000020000000',
  status: {},
})
const tracesOf = (pod: string, ...spans: object[]) => ({
  resourceSpans: [{ resource: { attributes: attributes(podOf('task-api', pod)) }, scopeSpans: [{ spans }] }],
})

test('the spans of all pods of a function are counted together, with the id of a trace, and go to the store', async () => {
  const { collector, store } = await gateway()
  const traceId = randomBytes(16).toString('hex')
  for (const pod of ['one', 'two', 'one'])
    await sendOtlp(collector.endpoint, 'traces', tracesOf(pod, spanOf(traceId, 'GET /api/tasks')))

  const labels =
    'service_name="task-api",span_kind="SPAN_KIND_SERVER",span_name="GET /api/tasks",status_code="STATUS_CODE_UNSET"'
  // An example is there until the next flush only.
  await vi.waitFor(async () => {
    const buckets = (await collector.metrics()).split('\n').filter(line => line.includes('duration_seconds_bucket'))
    expect(buckets.join('\n')).toMatch(new RegExp(`le="0.025"\\} \\d # \\{[^}]*trace_id="${traceId}"[^}]*\\} 0.02`))
  }, soon)
  await vi.waitFor(async () => {
    expect(await series(collector, 'traces_span_metrics_calls_total')).toEqual([{ labels, value: 3 }])
    expect(await series(collector, 'traces_span_metrics_duration_seconds_count')).toEqual([{ labels, value: 3 }])
    expect(store.requests).toContain('/v1/traces')
  }, soon)
})

test('with stores that are away or never answer, the gateway goes on taking everything at once', async () => {
  const silent = await startStore({ silent: true })
  onTestFinished(silent.close)
  const { collector } = await gateway({ TRACES_ENDPOINT: 'http://127.0.0.1:1', LOGS_ENDPOINT: silent.url })
  // Of this size a batch fits into the queue of the store.
  const large = 'x'.repeat(5_000)
  const logs = {
    resourceLogs: [
      { scopeLogs: [{ logRecords: Array.from({ length: 50 }, () => ({ body: { stringValue: large } })) }] },
    ],
  }
  // More than the queues keep.
  const statuses: number[] = []
  for (let round = 0; round < 120; round++) {
    statuses.push(await sendOtlp(collector.endpoint, 'logs', logs))
    statuses.push(
      await sendOtlp(collector.endpoint, 'traces', tracesOf('one', spanOf(randomBytes(16).toString('hex'), 'GET /'))),
    )
  }
  expect(new Set(statuses)).toEqual(new Set([200]))
  await vi.waitFor(async () => {
    expect((await series(collector, 'traces_span_metrics_calls_total')).map(({ value }) => value)).toEqual([120])
    expect(silent.requests.length).toBeGreaterThan(0)
  }, soon)
})

test('a line that a function writes keeps its trace and fields, and only its function and severity are labels', async () => {
  const store = await startStore()
  onTestFinished(store.close)
  const [folder, pods] = [newFolder(), newFolder()]
  const write = (pod: string, container: string, line: string) => {
    const parent = path.join(pods, pod, container)
    mkdirSync(parent, { recursive: true })
    appendFileSync(path.join(parent, '0.log'), `2026-11-29T12:00:00.123456789Z stdout F ${line}\n`)
  }
  const uid = '0f1e2d3c-0000-4000-8000-000000000000'
  const pod = `zerodue_task-api-00001-deployment-7d4f-x2k9_${uid}`
  const traceId = randomBytes(16).toString('hex')
  const line = {
    severity: 'WARN',
    time: '2026-11-29T11:59:59.001Z',
    function: 'task-api',
    revision: 'task-api-00001',
    trace: traceId,
    user: 'a-hash',
    outcome: 'created',
    durationMs: 12,
  }
  write(pod, 'function', JSON.stringify(line))
  write(pod, 'queue-proxy', 'plain words, not JSON')
  write(`zerodue_otel-gateway-5d4f-abcde_${uid}`, 'otel-gateway', 'never read')
  write(`default_other-abcde_${uid}`, 'other', 'never read')
  const env = { PODS: pods, GATEWAY: store.url }
  const agent = await startCollector('agent', { folder, env })
  onTestFinished(agent.stop)

  await vi.waitFor(() => expect(store.records).toHaveLength(2), soon)
  const [plain, own] = store.records.toSorted((a, b) => a.labels.function?.localeCompare(b.labels.function ?? '') ?? 0)
  expect(own).toEqual({
    labels: { function: 'task-api', severity: 'WARN' },
    fields: {
      pod: 'task-api-00001-deployment-7d4f-x2k9',
      revision: 'task-api-00001',
      trace: traceId,
      user: 'a-hash',
      outcome: 'created',
      durationMs: '12',
    },
    body: JSON.stringify(line),
    severity: 'WARN',
    traceId,
    time: new Date(line.time),
  })
  expect(plain).toMatchObject({
    labels: { function: 'queue-proxy', severity: 'INFO' },
    fields: { pod: 'task-api-00001-deployment-7d4f-x2k9' },
    body: 'plain words, not JSON',
  })

  // A restarted agent goes on where it was.
  await agent.stop()
  write(pod, 'function', JSON.stringify({ ...line, outcome: 'written meanwhile' }))
  const next = await startCollector('agent', { folder, env })
  onTestFinished(next.stop)
  await vi.waitFor(() => expect(store.records.at(-1)?.fields.outcome).toBe('written meanwhile'), soon)
  expect(store.records).toHaveLength(3)
})
