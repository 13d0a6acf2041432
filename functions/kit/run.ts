import { type AnyFunction, commonEntries } from './define-function.ts'
import { forWeb } from './http/cors.ts'
import { serve } from './http/serve.ts'
import { createLog } from './log.ts'
import { makeFunction } from './make-function.ts'
import { withSecrets } from './settings/secrets.ts'
import { readSettings, SettingsError } from './settings/settings.ts'

/** The request that started this process and the functions that it wakes go before the first sweep. */
const firstSweepAfterMs = 5_000

/** Runs a function as a process of its own, as in a cluster. */
export async function run(definition: AnyFunction): Promise<void> {
  const loadedMs = Math.round(performance.now())
  try {
    const environment = await withSecrets(process.env)
    const { app, begin, stop, close } = makeFunction(definition, environment)
    const { PORT: port, HOST: host, WEB_ORIGINS: origins, LOG_LEVEL: level } = readSettings(commonEntries, environment)
    await serve(forWeb(app, origins), { port, host, onStop: stop, beforeExit: [close] })
    createLog(definition.name, level).info({
      outcome: 'listening',
      loadedMs,
      listeningMs: Math.round(performance.now()),
    })
    setTimeout(begin, firstSweepAfterMs).unref()
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    process.stderr.write(`${definition.name}: ${error.message}\n`)
    process.exitCode = 1
  }
}
