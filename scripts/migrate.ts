// `npm run migrate`: brings the database of DATABASE_URL to the newest schema. `npm start` does it for the embedded one.
import { CannotStart } from '../functions/kit/postgres/embedded-cannot-start.ts'
import { SettingsError } from '../functions/kit/settings/settings.ts'
import { migrateByUrl } from '../functions/laptop/database.ts'
import { readOptions } from '../functions/laptop/options.ts'

async function main(): Promise<void> {
  try {
    const { databaseUrl } = readOptions([], process.env)
    if (!databaseUrl)
      throw new CannotStart('DATABASE_URL is missing: set it, or run npm start, which migrates the embedded database.')
    const applied = await migrateByUrl(databaseUrl)
    for (const name of applied) console.log(`applied ${name}`)
    if (!applied.length) console.log('The database already has the newest schema.')
  } catch (error) {
    if (!(error instanceof CannotStart) && !(error instanceof SettingsError)) throw error
    console.error(`zerodue: ${error.message}`)
    process.exitCode = 1
  }
}

main()
