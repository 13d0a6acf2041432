// Runs always and tells what no function can tell while it sleeps: what waits in the database and in Kafka, and when certificates
// end. It never asks a function, so it wakes none.
import { setTimeout as pause } from 'node:timers/promises'
import { kafkaConnection } from '../../functions/kit/events/publish/kafka-settings.ts'
import { createLog } from '../../functions/kit/log.ts'
import { connect } from '../../functions/kit/postgres/connect.ts'
import { readSettings, SettingsError } from '../../functions/kit/settings/settings.ts'
import { telemetryOf } from '../../functions/kit/telemetry/telemetry.ts'
import { certificateFigure } from './watch/certificate.ts'
import { databaseFigures } from './watch/database.ts'
import { recordFigure } from './watch/gauges.ts'
import { lagFigures } from './watch/lag.ts'
import { type Part, reader } from './watch/part.ts'
import { watchEntries } from './watch/settings.ts'

const everyMs = 15_000
const certificatesEveryMs = 60_000

async function main(): Promise<void> {
  const settings = readSettings(watchEntries, process.env)
  const log = createLog('watch', settings.LOG_LEVEL)
  const kafka = kafkaConnection(settings)
  const { CERTIFICATES: certificates = [] } = settings
  const sql = connect(settings.DATABASE_URL, 'watcher', { connections: 1 })
  const parts: (Part & { everyMs: number })[] = [
    { name: 'database', everyMs, sources: [() => databaseFigures(sql)] },
    { name: 'broker', everyMs, sources: [() => lagFigures(kafka)] },
    {
      name: 'certificates',
      everyMs: certificatesEveryMs,
      sources: certificates.map(address => async () => [await certificateFigure(address)]),
    },
  ]
  const telemetry = telemetryOf('watch', settings)
  telemetry.begin()
  const stop = new AbortController()
  process.once('SIGTERM', () => stop.abort())
  process.once('SIGINT', () => stop.abort())
  log.info({ outcome: 'watching', certificates: certificates.length })
  // Each part in its own rhythm, so that one that waits for a time-out holds up no other.
  await Promise.all(
    parts.map(part => repeat(reader(part, { record: recordFigure, log, now: () => new Date() }), part.everyMs, stop)),
  )
  await Promise.all([sql.end({ timeout: 1 }), telemetry.close()])
}

async function repeat(read: () => Promise<void>, everyMs: number, { signal }: AbortController): Promise<void> {
  while (!signal.aborted) {
    await read()
    await pause(everyMs, undefined, { signal }).catch(() => {})
  }
}

main().catch(error => {
  if (!(error instanceof SettingsError)) throw error
  process.stderr.write(`watch: ${error.message}\n`)
  process.exitCode = 1
})
