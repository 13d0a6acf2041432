import { afterEach, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../http/free-port.ts'
import { createLog } from '../log.ts'
import { readSettings } from '../settings/settings.ts'
import { localServer, type ReceivedRequest } from '../testing/local-server.ts'
import { counter, gauge, histogram, measureWith } from './instruments.ts'
import { telemetryEntries } from './settings.ts'
import { currentTrace, inSpan, recordSpans } from './span.ts'
import { telemetryOf } from './telemetry.ts'

const settingsOf = (environment: Record<string, string>) => ({
  HOST: '127.0.0.1',
  ...readSettings(telemetryEntries, environment),
})

afterEach(() => {
  recordSpans(undefined)
  measureWith(undefined)
})

const fired = counter('test.fired', { description: 'Fired.' })
const lateness = histogram('test.lateness', { description: 'Late.', bounds: [1, 10] })
const waiting = gauge('test.waiting', { description: 'Waiting.' })

const bodiesAt = (received: readonly ReceivedRequest[], path: string) =>
  received.filter(one => one.path === path).map(({ body }) => JSON.parse(body.toString()))

test('what happened from the start on is sent when the process ends: spans, measurements as deltas, and lines', async () => {
  const { url, received } = await localServer((_, response) => void response.end('{}'))
  const settings = settingsOf({
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20abc,x-scope=one',
    LOGS: 'otlp',
  })
  const { writeLine, close } = telemetryOf('task-api', settings)
  const log = createLog('task-api', 'info', { write: writeLine })
  let traceId: string | undefined
  await inSpan(
    { name: 'GET /api/tasks', kind: 'server', from: undefined, attributes: { 'http.route': '/api/tasks' } },
    () => {
      traceId = currentTrace()?.traceId
      fired.add(2, { channel: 'email' })
      fired.add(3, { channel: 'email' })
      lateness.record(4)
      waiting.record(7)
      log.info({ outcome: 200, user: 'a1' })
    },
  )
  await close()

  expect(received.every(({ headers }) => headers.authorization === 'Basic abc' && headers['x-scope'] === 'one')).toBe(
    true,
  )
  const [{ resourceSpans }] = bodiesAt(received, '/v1/traces')
  const [{ resource, scopeSpans }] = resourceSpans
  expect(resource.attributes).toContainEqual({ key: 'service.name', value: { stringValue: 'task-api' } })
  expect(scopeSpans[0].spans).toMatchObject([{ traceId, name: 'GET /api/tasks', kind: 2 }])

  const metrics = bodiesAt(received, '/v1/metrics').flatMap(body => body.resourceMetrics[0].scopeMetrics[0].metrics)
  expect(metrics.find(({ name }) => name === 'test.fired').sum).toMatchObject({
    aggregationTemporality: 1,
    dataPoints: [{ asDouble: 5, attributes: [{ key: 'channel', value: { stringValue: 'email' } }] }],
  })
  expect(metrics.find(({ name }) => name === 'test.lateness').histogram).toMatchObject({
    aggregationTemporality: 1,
    dataPoints: [{ bucketCounts: [0, 1, 0], explicitBounds: [1, 10], sum: 4 }],
  })
  expect(metrics.find(({ name }) => name === 'test.waiting').gauge.dataPoints).toMatchObject([{ asDouble: 7 }])
  expect(metrics.map(({ name }) => name)).toEqual(expect.arrayContaining(['process.cpu.time', 'process.memory.usage']))

  const [{ resourceLogs }] = bodiesAt(received, '/v1/logs')
  const [record] = resourceLogs[0].scopeLogs[0].logRecords
  expect(record).toMatchObject({ severityText: 'INFO', severityNumber: 9 })
  expect(record.attributes).toContainEqual({ key: 'trace', value: { stringValue: traceId } })
})

test('a collector that never answers holds up no work and no end for longer than two seconds', async () => {
  const { url } = await localServer(() => {})
  const { close } = telemetryOf('task-api', settingsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: url }))
  for (let i = 0; i < 20_000; i++) {
    await inSpan({ name: 'work', from: undefined }, () => fired.add(1))
  }
  const closed = close()
  const limit = new Promise(end => setTimeout(end, 10_000, 'too long'))
  expect(await Promise.race([closed, limit])).toBeUndefined()
})

test('with METRICS_PORT, Prometheus may ask on that port, for sums since the start', async () => {
  const port = await freePort()
  const { close, begin } = telemetryOf('task-api', settingsOf({ METRICS_PORT: String(port) }))
  onTestFinished(close)
  fired.add(1, { channel: 'webhook' })
  begin()
  const text = await until(async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
    return answer.text()
  })
  expect(text).toMatch(/^test_fired_total\{.*channel="webhook".*\} 1$/m)
})

test('without an endpoint and a port nothing is kept, measured or recorded', async () => {
  const { begin, close, writeLine } = telemetryOf('task-api', settingsOf({}))
  begin()
  expect(writeLine).toBeUndefined()
  await close()
})

/** Repeats until it succeeds. */
async function until<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch {
      await new Promise(next => setTimeout(next, 50))
    }
  }
}
