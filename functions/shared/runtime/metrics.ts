import { performance } from 'node:perf_hooks'

export const metricsType = 'text/plain; version=0.0.4; charset=utf-8'

/** Upper bounds in seconds, those of OpenTelemetry's HTTP conventions, from which the names come too. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

interface Histogram {
  labels: string
  /** How many fell under each bound and above the one before; the last place counts what took longer. */
  counts: number[]
  sumMs: number
}

/** What a process has done since it began. It names routes as they are declared, never a path, a user or an id. */
export class Metrics {
  readonly #durations = new Map<string, Histogram>()

  answered({ method, path }: { method: string; path: string }, status: number, durationMs: number): void {
    const key = `${method} ${path} ${status}`
    let histogram = this.#durations.get(key)
    if (!histogram) {
      const labels = { http_request_method: method.toUpperCase(), http_route: path, http_response_status_code: status }
      histogram = { labels: labelled(labels), counts: bounds.map(() => 0).concat(0), sumMs: 0 }
      this.#durations.set(key, histogram)
    }
    let place = 0
    while (place < bounds.length && durationMs > (bounds[place] ?? 0) * 1000) place++
    histogram.counts[place] = (histogram.counts[place] ?? 0) + 1
    histogram.sumMs += durationMs
  }

  /** In the text format of Prometheus. */
  text(): string {
    const name = 'http_server_request_duration_seconds'
    return [
      `# HELP ${name} How long requests took until their answer began, by route and status.`,
      `# TYPE ${name} histogram`,
      ...[...this.#durations.values()].flatMap(histogram => histogramLines(name, histogram)),
      ...processLines(),
      '',
    ].join('\n')
  }
}

/** One for the whole process: on a laptop its functions share it, and whichever is asked answers for all. */
export const metrics = new Metrics()

const labelled = (labels: Record<string, string | number>) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')

function histogramLines(name: string, { labels, counts, sumMs }: Histogram): string[] {
  let total = 0
  const buckets = counts.map((count, place) => {
    total += count
    return `${name}_bucket{${labels},le="${bounds[place] ?? '+Inf'}"} ${total}`
  })
  return [...buckets, `${name}_sum{${labels}} ${sumMs / 1000}`, `${name}_count{${labels}} ${total}`]
}

/** Read when somebody asks. Watching the event loop by a timer would keep an idle process busy, so its own sums are told. */
function processLines(): string[] {
  const { rss, heapUsed, external } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const { active, idle } = performance.eventLoopUtilization()
  return [
    ...line('process_start_time_seconds', 'gauge', 'When the process began.', performance.timeOrigin / 1000),
    ...line('process_cpu_seconds_total', 'counter', 'Processor time used.', (user + system) / 1e6),
    ...line('process_resident_memory_bytes', 'gauge', 'Memory that the system counts.', rss),
    ...line('nodejs_heap_size_used_bytes', 'gauge', 'Memory of objects.', heapUsed),
    ...line('nodejs_external_memory_bytes', 'gauge', 'Memory of buffers.', external),
    ...line('nodejs_eventloop_active_seconds_total', 'counter', 'Time in which the event loop worked.', active / 1000),
    ...line('nodejs_eventloop_idle_seconds_total', 'counter', 'Time in which it waited for work.', idle / 1000),
  ]
}

const line = (name: string, type: string, help: string, value: number) => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  `${name} ${value}`,
]
