// Checks what only a pod in the cluster can reach: the database, its schema and the events that are set aside, Kafka and its
// topics, Dapr, the keys that verify tokens, and the readiness of each function, which wakes it. scripts/doctor runs it as
// the job `check`; each line begins with `ok:`, `note:` or `wrong:`.
import * as v from 'valibot'
import { kafkaEntries } from '../../functions/kit/events/publish/kafka-settings.ts'
import { names, readSettings, SettingsError, url } from '../../functions/kit/settings/settings.ts'
import { checkDapr, checkDatabase, checkFunction, checkKafka, checkKeys, checkSetAside } from './check/checks.ts'

const list = v.pipe(
  v.string(),
  v.transform(text => text.split(',').map(one => one.trim())),
)
const entries = {
  DATABASE_URL: url,
  JWKS_URL: url,
  /** The daprd of each function that sets alarms, and the API token of each daprd. */
  DAPR_ENDPOINTS: list,
  DAPR_API_TOKENS: list,
  /** The address of each function in the cluster. */
  FUNCTION_URLS: list,
  /** The components that every daprd must have. */
  DAPR_COMPONENTS: v.optional(names),
  ...kafkaEntries,
}

async function main(): Promise<void> {
  try {
    const settings = readSettings(entries, process.env)
    const checks = [
      checkDatabase(settings.DATABASE_URL),
      checkSetAside(settings.DATABASE_URL),
      checkKafka(settings),
      checkKeys(settings.JWKS_URL),
      ...settings.FUNCTION_URLS.map(checkFunction),
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
