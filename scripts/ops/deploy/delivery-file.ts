import { functionNames } from '../../../functions/kit/function-names.ts'
import { CannotDeploy } from './cluster.ts'
import { credentialsInUse } from './delivery.ts'
import type { Reader } from './live.ts'
import { randomSecret } from './local-secrets.ts'
import { readValues, writeValues } from './secret-files.ts'

/**
 * Writes the credentials of all deliveries. Those in the cluster win, also over a rotation that an earlier deployment did not
 * bring to the cluster: sources may still deliver with them.
 */
export function writeDelivery(cluster: Reader, file: string, rotate: boolean, say: (line: string) => void): void {
  const inUse = credentialsInUse(cluster)
  const existing = readValues(file)
  const values: Record<string, string> = {}
  for (const name of functionNames()) {
    const used = inUse.get(name)
    const before = rotate ? used?.now : used?.before
    values[name] = rotate && used ? randomSecret() : (used?.now ?? existing[name] ?? randomSecret())
    if (before !== undefined) values[`${name}.before`] = before
    if (!isPlain(values[name]))
      throw new CannotDeploy(
        `The credential of ${name} in the Secret delivery has characters that an address cannot hold: add --rotate-delivery, which makes new ones.`,
      )
  }
  const changed = Object.keys({ ...existing, ...values }).filter(key => existing[key] !== values[key])
  if (!changed.length) return
  say(`write: ${changed.join(', ')} in ${file}`)
  writeValues(file, values)
}

/** The credential stands in the address of the sink as it is. */
const isPlain = (value = '') => /^[\w.~-]+$/.test(value)
