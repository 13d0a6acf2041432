import { type AnyFunction, commonEntries } from './define-function.ts'
import { forWeb } from './http/cors.ts'
import { serve } from './http/serve.ts'
import { makeFunction } from './make-function.ts'
import { withSecrets } from './settings/secrets.ts'
import { readSettings, SettingsError } from './settings/settings.ts'

/** Runs a function as a process of its own, as in a cluster. */
export async function run(definition: AnyFunction): Promise<void> {
  try {
    const environment = await withSecrets(process.env)
    const { app, begin, stop, close } = makeFunction(definition, environment)
    const { PORT: port, HOST: host, WEB_ORIGINS: origins } = readSettings(commonEntries, environment)
    await serve(forWeb(app, origins), { port, host, onStop: stop, beforeExit: [close] })
    begin()
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    process.stderr.write(`${definition.name}: ${error.message}\n`)
    process.exitCode = 1
  }
}
