// Loaded only where telemetry is switched on: OpenTelemetry's SDK takes longer to load than a function to start.
import type { Meter } from '@opentelemetry/api'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http'
import { AggregationTemporalityPreference, OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { type IMetricReader, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace'
import type { Exporter } from './exporter.ts'
import type { Attributes, Instrument, Measure } from './instruments.ts'
import { otlpLine } from './otlp-line.ts'
import { observeProcess } from './process.ts'
import { readableSpan } from './readable-span.ts'
import type { TelemetrySettings } from './settings.ts'

const scope = { name: 'zerodue' }
const sendEveryMs = 10_000
const timeoutMs = 5_000

export async function startExporter(name: string, settings: TelemetrySettings): Promise<Exporter> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, METRICS_PORT: port, HOST: host } = settings
  const resource = resourceFromAttributes({
    'service.name': name,
    'service.namespace': 'zerodue',
    ...(process.env.HOSTNAME && { 'service.instance.id': process.env.HOSTNAME }),
    ...(process.env.K_REVISION && { 'faas.version': process.env.K_REVISION }),
  })
  const headers = headersOf(settings.OTEL_EXPORTER_OTLP_HEADERS)
  const to = (path: string) => ({ url: `${endpoint?.replace(/\/+$/, '')}${path}`, headers, timeoutMillis: timeoutMs })

  const readers: IMetricReader[] = []
  if (endpoint !== undefined)
    readers.push(
      new PeriodicExportingMetricReader({
        // A pod may live for seconds: the collector adds up what each has counted since the last time.
        exporter: new OTLPMetricExporter({
          ...to('/v1/metrics'),
          temporalityPreference: AggregationTemporalityPreference.DELTA,
        }),
        exportIntervalMillis: sendEveryMs,
        exportTimeoutMillis: timeoutMs,
      }),
    )
  if (port !== undefined) readers.push(await scraped(host, port))
  const meters = new MeterProvider({ resource, readers })
  const spans =
    endpoint === undefined ? undefined : new BatchSpanProcessor({ exporter: new OTLPTraceExporter(to('/v1/traces')) })
  const logs =
    endpoint === undefined || settings.LOGS !== 'otlp'
      ? undefined
      : new LoggerProvider({
          resource,
          processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter(to('/v1/logs')) })],
        })
  const logger = logs?.getLogger(scope.name)
  const meter = meters.getMeter(scope.name)
  observeProcess(meter)

  return {
    record: span => spans?.onEnd(readableSpan(span, resource, scope)),
    measure: measureBy(meter),
    writeLine: line => logger?.emit(otlpLine(line)),
    async close() {
      await Promise.allSettled([spans?.shutdown(), meters.shutdown(), logs?.shutdown()])
    },
  }
}

/** Makes each instrument when it is first used. */
function measureBy(meter: Meter): Measure {
  const made = new Map<string, (value: number, attributes: Attributes) => void>()
  const make = ({ kind, name, bounds = [], unit, description }: Instrument) => {
    if (kind === 'counter') {
      const counter = meter.createCounter(name, { unit, description })
      return (value: number, attributes: Attributes) => counter.add(value, attributes)
    }
    const advice = { explicitBucketBoundaries: [...bounds] }
    const recorder =
      kind === 'gauge'
        ? meter.createGauge(name, { unit, description })
        : meter.createHistogram(name, { unit, description, advice })
    return (value: number, attributes: Attributes) => recorder.record(value, attributes)
  }
  return (instrument, value, attributes) => {
    let measure = made.get(instrument.name)
    if (!measure) {
      measure = make(instrument)
      made.set(instrument.name, measure)
    }
    measure(value, attributes)
  }
}

/** Answers `GET /metrics` on a port of its own. */
function scraped(host: string, port: number): Promise<PrometheusExporter> {
  return new Promise((resolve, reject) => {
    const exporter = new PrometheusExporter({ host, port }, error => (error ? reject(error) : resolve(exporter)))
  })
}

/** `name=value` pairs with commas between, as OpenTelemetry specifies them. */
const headersOf = (text = ''): Record<string, string> =>
  Object.fromEntries(
    text.split(',').flatMap(pair => {
      const [name = '', ...value] = pair.split('=')
      return name.trim() ? [[name.trim(), decodeURIComponent(value.join('=').trim())]] : []
    }),
  )
