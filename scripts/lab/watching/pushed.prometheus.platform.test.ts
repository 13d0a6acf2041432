import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { latenessBounds } from '../../../functions/kit/telemetry/instruments.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { type Metric, metrics } from '../../ops/watch/metrics.ts'
import { startCollector } from '../platform/collector.ts'
import { deltaCounter, deltaHistogram, gaugeOf, metricsOf, sendOtlp } from '../platform/otlp.ts'
import { startPrometheus } from '../platform/prometheus.ts'
import { quickConfig } from './config.ts'

const pushed = Object.entries<Metric>(metrics).filter(([, { from }]) => from === 'functions' || from === 'watch')
const functionOf = ({ labels }: Metric) => labels?.service_name ?? 'watch'

/** A metric as a function pushes it. The collector puts the unit and the kind into the name. */
function otlp(name: string, { kind, labels = {} }: Metric, atMs: number): object {
  const { service_name, ...others } = labels
  const [, bare = '', unit] = /^(.*?)(?:_(seconds|bytes|ratio))?(?:_total)?$/.exec(name) ?? []
  const point = { atMs, labels: others }
  const units: Record<string, string> = { seconds: 's', bytes: 'By', ratio: '1' }
  if (kind === 'gauge') return gaugeOf(bare, units[unit ?? ''] ?? '{thing}', 1, point)
  if (kind === 'histogram') return deltaHistogram(bare, [0.2, 4], [...latenessBounds], point)
  return { ...deltaCounter(bare, 1, point), ...(unit && { unit: units[unit] }) }
}

test('what functions and the watcher push comes to Prometheus with the names and labels that rules and dashboards read', async () => {
  const port = await freePort()
  const collector = await startCollector('gateway', { folder: newFolder(), env: { METRICS_PORT: String(port) } })
  onTestFinished(collector.stop)
  const config = quickConfig({ 'otel-gateway': `127.0.0.1:${port}` })
  const prometheus = await startPrometheus({ folder: newFolder(), config })
  onTestFinished(prometheus.stop)
  for (const [service, own] of Map.groupBy(pushed, ([, metric]) => functionOf(metric))) {
    const resource = { 'service.name': service, 'service.instance.id': 'a-pod' }
    const body = metricsOf(
      resource,
      own.map(([name, metric]) => otlp(name, metric, Date.now())),
    )
    expect(await sendOtlp(collector.endpoint, 'metrics', body)).toBe(200)
  }

  const lost = async () => {
    const found = await Promise.all(
      pushed.map(async ([name, metric]) => {
        const labels = Object.entries({ ...metric.labels, service_name: functionOf(metric) })
        const series = `${name}${metric.kind === 'histogram' ? '_count' : ''}`
        const wanted = `${series}{${labels.map(([label, value]) => `${label}="${value}"`).join()}}`
        return (await prometheus.query(wanted)).length === 1 ? [] : [wanted]
      }),
    )
    return found.flat()
  }
  await expect.poll(lost, { timeout: 60_000, interval: 200 }).toEqual([])
  const lateness = 'zerodue_reminders_lateness_seconds'
  const late = await prometheus.query(`${lateness}_count - ignoring(le) ${lateness}_bucket{le=~"2([.]0)?"}`)
  expect(late).toMatchObject([{ value: [expect.anything(), '1'] }])
})
