import * as v from 'valibot'
import { daprClient, reasonOf } from '../dapr-client.ts'
import { daprConnection, daprEntries } from '../events/publish/dapr-settings.ts'
import { type Environment, names, readSettings, SettingsError } from './settings.ts'

/** The name of the component in dapr-components/secrets/. */
const secretStore = 'zerodue-secrets'

/** Where secrets come from. */
const secretsEntries = {
  SECRETS: v.optional(v.picklist(['env', 'dapr']), 'env'),
  /** The secrets of the store that this function reads. Each one holds settings by name. */
  SECRETS_FROM: v.optional(names),
  ...daprEntries,
}
const Secret = v.record(v.string(), v.string())

/**
 * The environment together with the secrets of Dapr's store, read once. The store wins over the environment. A setting that
 * both lack is an error of `readSettings`.
 */
export async function withSecrets(environment: Environment): Promise<Environment> {
  if (!environment.SECRETS || environment.SECRETS === 'env') return environment
  const settings = readSettings(secretsEntries, environment)
  const { SECRETS_FROM: secretNames } = settings
  if (!secretNames)
    throw new SettingsError(
      'SECRETS=dapr needs SECRETS_FROM, the names of the secrets, such as reminder-firer,web-push.',
    )
  const connection = daprConnection(settings, 'SECRETS=dapr')
  const client = await daprClient(connection).catch(error => {
    throw new SettingsError(`SECRETS=dapr: ${reasonOf(error)}`)
  })
  const read = async (name: string) => {
    try {
      return v.parse(Secret, await client.secret.get(secretStore, name))
    } catch (error) {
      throw new SettingsError(`The secret ${name} cannot be read from Dapr's store ${secretStore}: ${reasonOf(error)}`)
    }
  }
  try {
    const found = { ...environment }
    for (const name of secretNames) Object.assign(found, await read(name))
    return found
  } finally {
    await client.stop()
  }
}
