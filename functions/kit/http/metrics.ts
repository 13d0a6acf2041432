import { performance } from 'node:perf_hooks'

export const metricsType = 'text/plain; version=0.0.4; charset=utf-8'

/** Upper bounds in seconds. These and the names are from OpenTelemetry's HTTP conventions. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

interface Histogram {
  /** The count of each bucket, not cumulative; the last one is for everything above the highest bound. */
  counts: number[]
  sumMs: number
}

/** The durations of one route, by status. */
class Durations {
  readonly byStatus = new Map<number, Histogram>()

  add(status: number, durationMs: number): void {
    let histogram = this.byStatus.get(status)
    if (!histogram) {
      histogram = { counts: bounds.map(() => 0).concat(0), sumMs: 0 }
      this.byStatus.set(status, histogram)
    }
    let place = 0
    while (place < bounds.length && durationMs > (bounds[place] ?? 0) * 1000) place++
    histogram.counts[place] = (histogram.counts[place] ?? 0) + 1
    histogram.sumMs += durationMs
  }
}

/** A number that only grows. */
class Counter {
  count = 0
  readonly name: string
  readonly help: string

  constructor(name: string, help: string) {
    this.name = name
    this.help = help
  }

  add(): void {
    this.count++
  }
}

/** The metrics of a process since its start. They name routes as declared, never a request's path, a user or an id. */
export class Metrics {
  readonly #routes = new Map<string, Durations>()
  readonly #counters = new Map<string, Counter>()

  /** Look this up once for each route. */
  route(method: string, path: string): Durations {
    const labels = `http_request_method="${method.toUpperCase()}",http_route="${path}"`
    const durations = this.#routes.get(labels) ?? new Durations()
    this.#routes.set(labels, durations)
    return durations
  }

  /** Look this up once for each use. */
  counter(name: string, help: string, labels: Record<string, string>): Counter {
    const text = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
    const key = `${name}{${text.join()}}`
    const counter = this.#counters.get(key) ?? new Counter(name, help)
    this.#counters.set(key, counter)
    return counter
  }

  /** In the text format of Prometheus. */
  text(): string {
    const name = 'http_server_request_duration_seconds'
    const requests = [...this.#routes].flatMap(([labels, { byStatus }]) =>
      [...byStatus].flatMap(([status, histogram]) =>
        histogramLines(name, `${labels},http_response_status_code="${status}"`, histogram),
      ),
    )
    return [
      `# HELP ${name} How long requests took until their answer began, by route and status.`,
      `# TYPE ${name} histogram`,
      ...requests,
      ...this.#counterLines(),
      ...processLines(),
      '',
    ].join('\n')
  }

  #counterLines(): string[] {
    const byName = Map.groupBy(this.#counters, ([, { name }]) => name)
    return [...byName].flatMap(([name, counters]) => [
      `# HELP ${name} ${counters[0]?.[1].help}`,
      `# TYPE ${name} counter`,
      ...counters.map(([key, { count }]) => `${key} ${count}`),
    ])
  }
}

/** One for the whole process: on a laptop all functions share it, and each answers for all. */
export const metrics = new Metrics()

function histogramLines(name: string, labels: string, { counts, sumMs }: Histogram): string[] {
  let total = 0
  const buckets = counts.map((count, place) => {
    total += count
    return `${name}_bucket{${labels},le="${bounds[place] ?? '+Inf'}"} ${total}`
  })
  return [...buckets, `${name}_sum{${labels}} ${sumMs / 1000}`, `${name}_count{${labels}} ${total}`]
}

/** Read on request. A timer to sample the event loop would keep an idle process awake, so these are Node's own sums. */
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
