import type { Exporter } from './exporter.ts'
import { type Attributes, type Instrument, measureWith } from './instruments.ts'
import type { TelemetrySettings } from './settings.ts'
import { type EndedSpan, recordSpans, sampleTraces } from './span.ts'

/** What this process tells about itself while it lives. */
export interface Telemetry {
  /** Loads OpenTelemetry a little later: a start has more urgent work. */
  begin(): void
  /** Sends what was not sent yet. */
  close(): Promise<void>
  /** Takes log lines, where they go to a collector. */
  writeLine?: (line: string) => void
}

const loadAfterMs = 2_000
/** A start has far fewer; a process that cannot load the SDK must not grow. */
const mostKept = 5_000
/** A collector that is away must not hold up the end of a process. */
const closeWithinMs = 2_000

/**
 * Sets up the telemetry of this process. Spans and measurements are kept until the SDK is loaded, so that those of a start
 * count too. Without an endpoint and a port for metrics nothing is kept or loaded.
 */
export function telemetryOf(name: string, settings: TelemetrySettings): Telemetry {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, METRICS_PORT: port, LOGS, TRACES_SAMPLE } = settings
  sampleTraces(TRACES_SAMPLE)
  if (endpoint === undefined && port === undefined) return { begin() {}, close: async () => {} }

  const spans: EndedSpan[] = []
  const measurements: [Instrument, number, Attributes][] = []
  const lines: string[] = []
  let exporter: Exporter | undefined
  let loading: Promise<void> | undefined
  const keep = <T>(kept: T[], one: T) => void (kept.length < mostKept && kept.push(one))
  if (endpoint !== undefined) recordSpans(span => keep(spans, span))
  measureWith((...measurement) => keep(measurements, measurement))

  async function load(): Promise<void> {
    const { startExporter } = await import('./sdk.ts')
    const started = await startExporter(name, settings)
    for (const span of spans.splice(0)) started.record(span)
    for (const measurement of measurements.splice(0)) started.measure(...measurement)
    for (const line of lines.splice(0)) started.writeLine(line)
    if (endpoint !== undefined) recordSpans(started.record)
    measureWith(started.measure)
    exporter = started
  }

  const loaded = () => {
    loading ??= load()
    return loading
  }
  return {
    begin: () => void setTimeout(() => loaded().catch(tell), loadAfterMs).unref(),
    async close() {
      await loaded().catch(tell)
      recordSpans(undefined)
      measureWith(undefined)
      await Promise.race([exporter?.close(), new Promise(end => setTimeout(end, closeWithinMs).unref())])
    },
    ...(LOGS === 'otlp' &&
      endpoint !== undefined && {
        writeLine: line => (exporter ? exporter.writeLine(line) : keep(lines, line)),
      }),
  }
}

/** The log may go where the failure is. */
const tell = (error: unknown) => void process.stderr.write(`There is no telemetry: ${error}\n`)
