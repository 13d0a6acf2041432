import { type Metric, metrics } from '../../ops/watch/metrics.ts'

const bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

/** A metric with other labels or another value than those of the list. */
export interface Sample {
  name: keyof typeof metrics
  labels?: Record<string, string>
  /** Of a gauge; counters count the steps. */
  value?: number
}

/** What Prometheus would read after so many steps, in each of which every counter counts one more. */
export function exposition(steps: number, samples: Sample[]): string {
  return samples
    .map(({ name, labels, value = 1 }) => {
      const metric: Metric = metrics[name]
      return lines(name, metric.kind, { ...metric.labels, ...labels }, metric.kind === 'gauge' ? value : steps, metric)
    })
    .join('')
}

/** Every metric that something tells Prometheus. */
export const everything: Sample[] = [
  ...(Object.entries(metrics) as [keyof typeof metrics, Metric][])
    .filter(([, { from }]) => from !== 'prometheus')
    .map(([name]) => ({ name })),
  { name: 'kube_pod_container_resource_requests', labels: { resource: 'memory', unit: 'byte' }, value: 2 ** 27 },
  { name: 'http_server_request_duration_seconds', labels: { http_response_status_code: '503' } },
  { name: 'traces_span_metrics_calls_total', labels: { status_code: 'STATUS_CODE_ERROR' } },
  { name: 'zerodue_start_duration_seconds', labels: { phase: 'answered' } },
  { name: 'zerodue_events_delay_seconds', labels: { service_name: 'sync-relay', type: 'zerodue.task.changed.v1' } },
]

function lines(
  name: string,
  kind: Metric['kind'],
  labels: Record<string, string>,
  value: number,
  { bounds: needed = [] }: Metric,
): string {
  const text = (more: Record<string, string> = {}) => {
    const all = Object.entries({ ...labels, ...more }).map(([label, value]) => `${label}="${value}"`)
    return all.length ? `{${all.join()}}` : ''
  }
  if (kind !== 'histogram') return `${name}${text()} ${value}\n`
  const buckets = [...new Set([...bounds, ...needed])].sort((a, b) => a - b)
  // One of ten takes longer than half a second.
  const within = (bound: number) => (bound < 0.5 ? Math.floor(value * 0.9) : value)
  return [
    ...buckets.map(bound => `${name}_bucket${text({ le: String(bound) })} ${within(bound)}\n`),
    `${name}_bucket${text({ le: '+Inf' })} ${value}\n`,
    `${name}_sum${text()} ${value * 0.1}\n`,
    `${name}_count${text()} ${value}\n`,
  ].join('')
}
