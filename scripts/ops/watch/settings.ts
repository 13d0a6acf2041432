import * as v from 'valibot'
import { kafkaEntries } from '../../../functions/kit/events/publish/kafka-settings.ts'
import { logLevel, url } from '../../../functions/kit/settings/settings.ts'
import { telemetryEntries } from '../../../functions/kit/telemetry/settings.ts'

const addresses = v.pipe(
  v.string(),
  v.transform(list => list.split(',').map(one => one.trim())),
  v.array(v.pipe(url, v.startsWith('https://', 'must be https addresses with commas between'))),
  // Names below localhost are for one computer, with a certificate that nobody checks.
  v.transform(list => list.map(one => new URL(one)).filter(({ hostname }) => !hostname.endsWith('localhost'))),
)
/** What the watcher reads, and where it tells it. */
export const watchEntries = {
  ...telemetryEntries,
  ...kafkaEntries,
  HOST: v.optional(v.string(), '0.0.0.0'),
  LOG_LEVEL: v.optional(logLevel, 'info'),
  DATABASE_URL: url,
  /** The addresses whose certificates are read. */
  CERTIFICATES: v.optional(addresses),
}
