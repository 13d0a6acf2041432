import * as v from 'valibot'
import { daprClient, reasonOf } from '../dapr-client.ts'
import { daprConnection, daprEntries } from '../events/publish/dapr-settings.ts'
import { type Environment, names, readSettings, SettingsError } from './settings.ts'

/** The name of the component in dapr-components/secrets/. */
export const secretStore = 'zerodue-secrets'

/** Where secrets come from; to spread into the settings of a function. */
export const secretsEntries = {
  SECRETS: v.optional(v.picklist(['env', 'dapr']), 'env'),
  /** The secrets in the store that this function may read: each holds settings by their names. */
  SECRETS_FROM: v.optional(names),
  ...daprEntries,
}
const Secret = v.record(v.string(), v.string())

/**
 * The environment with the secrets of Dapr's store in it, read once. What the store has counts; what it lacks is taken from
 * the environment, and what both lack `readSettings` names.
 */
export async function withSecrets(environment: Environment): Promise<Environment> {
  if (!environment.SECRETS || environment.SECRETS === 'env') return environment
  const settings = readSettings(secretsEntries, environment)
  const { SECRETS_FROM: wanted } = settings
  if (!wanted)
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
    for (const name of wanted) Object.assign(found, await read(name))
    return found
  } finally {
    await client.stop()
  }
}
