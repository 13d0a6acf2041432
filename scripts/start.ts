// `npm start`: runs everything on one port of this computer. When it cannot start, it says why in one sentence.
import { mkdirSync } from 'node:fs'
import { CannotStart, cannotWrite, sentenceOf } from '../functions/kit/postgres/embedded-cannot-start.ts'
import { SettingsError } from '../functions/kit/settings/settings.ts'
import { endOnSignal } from '../functions/laptop/end-on-signal.ts'
import { help, type Options, readOptions } from '../functions/laptop/options.ts'
import type { Running } from '../functions/laptop/running.ts'

try {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options.help) console.log(help)
  else await start(options)
} catch (error) {
  if (!(error instanceof CannotStart) && !(error instanceof SettingsError)) throw error
  console.error(`zerodue: ${error.message}`)
  process.exit(1)
}

async function start(options: Options): Promise<void> {
  // Most of the code is loaded here, after the options are known to be valid.
  const running = new (await import('../functions/laptop/running.ts')).Running()
  const started = begin(running, options)
  const settled = started.catch(() => {})
  endOnSignal({
    gently: () => settled.then(() => running.stop()),
    atOnce: () => running.stopDatabase(),
  })
  try {
    for (const line of await started) console.log(line)
  } catch (error) {
    await running.stop()
    throw sentenceOf(error, options.home)
  }
}

async function begin(running: Running, options: Options): Promise<string[]> {
  try {
    mkdirSync(options.home, { recursive: true, mode: 0o711 })
  } catch (error) {
    throw cannotWrite(options.home, error)
  }
  return running.start(options)
}
