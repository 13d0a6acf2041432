// Checks from inside the cluster what only a pod can reach: the database and its schema, Kafka and its topics, Dapr, the keys
// of tokens. scripts/doctor runs it as the job `check`; each line is `ok: …` or `wrong: …`.
import * as v from 'valibot'
import { kafkaEntries } from '../../functions/kit/events/publish/kafka-settings.ts'
import { names, readSettings, SettingsError, url } from '../../functions/kit/settings/settings.ts'
import { checkDapr, checkDatabase, checkKafka, checkKeys } from './check/checks.ts'

const list = v.pipe(
  v.string(),
  v.transform(text => text.split(',')),
)
const entries = {
  DATABASE_URL: url,
  JWKS_URL: url,
  /** A daprd for each function that has one, and the token of each. */
  DAPR_ENDPOINTS: list,
  DAPR_API_TOKENS: list,
  /** What every daprd must have. */
  DAPR_COMPONENTS: v.optional(names),
  ...kafkaEntries,
}

async function main(): Promise<void> {
  try {
    const settings = readSettings(entries, process.env)
    const checks = [
      checkDatabase(settings.DATABASE_URL),
      checkKafka(settings),
      checkKeys(settings.JWKS_URL),
      ...settings.DAPR_ENDPOINTS.map((endpoint, i) =>
        checkDapr({ endpoint, apiToken: settings.DAPR_API_TOKENS[i] ?? '' }, settings.DAPR_COMPONENTS),
      ),
    ]
    for (const lines of await Promise.all(checks)) for (const line of lines) console.log(line)
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    console.error(`wrong: ${error.message}`)
  }
}

main()
