import * as v from 'valibot'
import { port, url } from '../settings/settings.ts'

const share = v.pipe(
  v.string(),
  v.decimal('must be a share from 0 to 1'),
  v.transform(Number),
  v.minValue(0),
  v.maxValue(1),
)

/** What a function tells about itself, and where. */
export const telemetryEntries = {
  /** Where traces and metrics go, by OTLP over HTTP. Without it, nothing of OpenTelemetry is loaded. */
  OTEL_EXPORTER_OTLP_ENDPOINT: v.optional(url),
  /** The headers of each request there, such as `authorization=Basic …`. */
  OTEL_EXPORTER_OTLP_HEADERS: v.optional(v.string()),
  /** Which share of the traces is recorded. */
  TRACES_SAMPLE: v.optional(share, '1'),
  /** Which share of the lines about success is written. Warnings and errors always are. */
  LOGS_SAMPLE: v.optional(share, '1'),
  LOGS: v.optional(v.picklist(['stdout', 'otlp']), 'stdout'),
  /** A port on which Prometheus may ask this process for its metrics. It is never the one for requests. */
  METRICS_PORT: v.optional(port),
}

export type TelemetrySettings = v.InferOutput<v.ObjectSchema<typeof telemetryEntries, undefined>> & { HOST: string }
