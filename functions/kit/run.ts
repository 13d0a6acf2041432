import { type AnyFunction, commonEntries } from './define-function.ts'
import { forWeb } from './http/cors.ts'
import { serve } from './http/serve.ts'
import { createLog } from './log.ts'
import { makeFunction } from './make-function.ts'
import { withSecrets } from './settings/secrets.ts'
import { readSettings, SettingsError } from './settings/settings.ts'
import { endPhase } from './telemetry/start-phases.ts'
import { telemetryOf } from './telemetry/telemetry.ts'

/** The request that started this process and the functions that it wakes go before the first sweep. */
const firstSweepAfterMs = 5_000

/** Runs a function as a process of its own, as in a cluster. */
export async function run(definition: AnyFunction): Promise<void> {
  try {
    const environment = await withSecrets(process.env)
    const settings = readSettings(commonEntries, environment)
    const { PORT: port, HOST: host, WEB_ORIGINS: origins, LOG_LEVEL: level, LOGS_SAMPLE: share } = settings
    const telemetry = telemetryOf(definition.name, settings)
    const loadedMs = endPhase('loaded')
    const log = createLog(definition.name, level, { share, write: telemetry.writeLine })
    const { app, begin, stop, close } = makeFunction(definition, environment, { log })
    await serve(forWeb(app, origins), { port, host, onStop: stop, beforeExit: [close, telemetry.close] })
    log.info({ outcome: 'listening', loadedMs, listeningMs: endPhase('listening') })
    telemetry.begin()
    setTimeout(begin, firstSweepAfterMs).unref()
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    process.stderr.write(`${definition.name}: ${error.message}\n`)
    process.exitCode = 1
  }
}
