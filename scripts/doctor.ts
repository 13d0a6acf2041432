// `npm run doctor`: asks the Zerodue that runs on this computer which of its parts are there. scripts/doctor asks a cluster.
import { parseArgs } from 'node:util'
import { SettingsError } from '../functions/kit/settings/settings.ts'
import { doctor } from '../functions/laptop/doctor.ts'
import { readOptions } from '../functions/laptop/options.ts'

const help = `npm run doctor

Asks the Zerodue that runs on this computer (npm start) which of its parts are there: the database, the broker while
events wait for it, the alarm clock and the mail server. It prints a line for each, with what to do, and ends with 1 when
something is wrong. ZERODUE_HOME is the data folder, as for npm start. For a cluster there is scripts/doctor.`

try {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } })
  if (values.help) console.log(help)
  else await report()
} catch (error) {
  const isUsage = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  if (!(error instanceof SettingsError) && !isUsage) throw error
  console.error(`zerodue: ${error.message}`)
  process.exitCode = 1
}

async function report(): Promise<void> {
  const lines = await doctor(readOptions([], process.env).home)
  for (const line of lines) console.log(line)
  process.exitCode = lines.some(line => line.startsWith('wrong:')) ? 1 : 0
}
