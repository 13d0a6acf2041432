import { existsSync } from 'node:fs'
import { CannotDeploy } from './cluster.ts'
import type { SecretFile } from './kustomizations.ts'
import { kinds, live, type Reader, secretValues } from './live.ts'
import { addValues, readValues, writeSecret } from './secret-files.ts'

/** kustomize ends a generated name with a hash, which it writes with these characters. */
const withoutHash = (name: string) => name.replace(/-[2456789bcdfghkmt]{10}$/, '')

const users = [kinds.functions, kinds.domains, 'statefulsets', 'deployments', 'cronjobs', 'jobs']

/** The values of the Secrets to which the installation refers, by the name of the Secret without its hash. */
function valuesInUse(cluster: Reader): Map<string, Record<string, string>> {
  const text = JSON.stringify(users.flatMap(kind => live(cluster, kind)).map(({ spec }) => spec))
  const references = text.matchAll(/"(?:secretKeyRef|secretRef)":(\{[^}]*\})|"secretName":"([^"]*)"/g)
  const names = new Set(
    [...references].map(([, reference, name]) => name ?? (JSON.parse(reference ?? '{}').name as string)),
  )
  const values = new Map<string, Record<string, string>>()
  // After a deployment that stopped halfway, two Secrets can share a name: the functions come first.
  for (const name of names) {
    const base = withoutHash(name)
    values.set(base, { ...secretValues(cluster, name), ...values.get(base) })
  }
  return values
}

/**
 * Adds to the files of an overlay the values that they lack and the cluster has: another clone must not make a new password
 * for an existing database.
 */
export function takeFromCluster(cluster: Reader, files: SecretFile[], say: (line: string) => void): void {
  const inUse = valuesInUse(cluster)
  for (const { secret, file, key } of files) {
    const values = inUse.get(secret)
    if (!values) continue
    if (key === undefined) takeLines(secret, file, values, say)
    else if (!existsSync(file) && values[key] !== undefined) {
      say(`take: ${key} of the Secret ${secret} into ${file}`)
      writeSecret(file, values[key])
    }
  }
}

function takeLines(secret: string, file: string, values: Record<string, string>, say: (line: string) => void): void {
  const existing = readValues(file)
  const other = Object.keys(values).filter(key => key in existing && existing[key] !== values[key])
  if (secret === 'postgres' && other.length)
    throw new CannotDeploy(
      `${file} has another password than the database in this cluster. If the file belongs to another cluster, move it and its neighbours away: the next deployment takes the values from this cluster.`,
    )
  if (other.length)
    say(`change: ${other.join(', ')} of the Secret ${secret}, because ${file} has another value than the cluster`)
  addValues(file, values, keys => say(`take: ${keys.join(', ')} of the Secret ${secret} into ${file}`))
}
