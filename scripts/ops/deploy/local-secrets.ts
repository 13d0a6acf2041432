import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { AnyFunction } from '../../../functions/kit/define-function.ts'
import { functionNames, loadFunctions } from '../../../functions/kit/function-names.ts'
import { secretNamesIn } from '../../../functions/kit/settings/settings.ts'
import { vapidKeys } from '../../../functions/laptop/secrets.ts'
import { CannotDeploy, namespace } from './cluster.ts'
import type { Reader } from './live.ts'
import { addValues, readValues } from './secret-files.ts'

export const randomSecret = () => randomBytes(32).toString('base64url')

/** The files of `secrets/` in an overlay, each with its keys and values. */
export type Files = Record<string, Record<string, string>>

/** The file that every overlay has: the credential that each function asks of its sources. */
export const deliveryFile = (): Files => ({
  'delivery.env': Object.fromEntries(functionNames().map(name => [name, randomSecret()])),
})

/** Secrets that several functions must have in common. Each is in a Secret of its own. */
const sharedSecrets = ['ASSISTANT_SECRET']

/** The keys that a function reads from the Secret of its name. */
export function secretsOf(definition: AnyFunction): string[] {
  const { schema, settings = {}, ring } = definition
  const database = schema ? ['DATABASE_URL'] : []
  const own = secretNamesIn(settings).filter(name => !sharedSecrets.includes(name))
  return [...database, ...own, ...(ring ? ['DAPR_API_TOKEN', 'APP_API_TOKEN'] : [])]
}

/** All secrets of the local overlay. The functions share the password of its one database. */
export async function localFiles(folder: string): Promise<Files> {
  const known = readValues(path.join(folder, 'postgres.env')).POSTGRES_PASSWORD
  if (!known && existsSync(path.join(folder, 'migrate.env')))
    throw new CannotDeploy(
      `${folder} lacks postgres.env, the password of the existing database: restore that file, or run scripts/teardown-local and start again.`,
    )
  const password = known ?? randomSecret()
  const DATABASE_URL = `postgres://zerodue:${password}@postgres:5432/zerodue`
  const functions = (await loadFunctions()).flatMap(definition => {
    const values = secretsOf(definition).map(name => [name, name === 'DATABASE_URL' ? DATABASE_URL : randomSecret()])
    return values.length ? [[`${definition.name}.env`, Object.fromEntries(values)]] : []
  })
  return {
    'postgres.env': { POSTGRES_PASSWORD: password },
    'migrate.env': { DATABASE_URL },
    // For components/watching.
    'watch.env': { DATABASE_URL },
    'grafana.env': { ADMIN_PASSWORD: randomSecret() },
    ...Object.fromEntries(functions),
    'token-exchange.env': { ASSISTANT_SECRET: randomSecret() },
    // The two keys are a pair: never create only one of them.
    ...(!existsSync(path.join(folder, 'web-push.env')) && { 'web-push.env': vapidKeys() }),
    ...deliveryFile(),
  }
}

/** Writes only missing values: a second run changes no password, and a new function gets its own. */
export function makeSecrets(folder: string, files: Files, say: (line: string) => void): void {
  for (const [name, values] of Object.entries(files)) {
    const file = path.join(folder, name)
    addValues(file, values, keys => say(`create: ${keys.join(', ')} in ${file}`))
  }
}

/** Creates everything that the local overlay still lacks. */
export async function createLocalSecrets(cluster: Reader, folder: string, say: (line: string) => void): Promise<void> {
  const data = 'data-postgres-0'
  const password = readValues(path.join(folder, 'postgres.env')).POSTGRES_PASSWORD
  if (!password && cluster.ask(['-n', namespace, 'get', 'persistentvolumeclaim', data, '-o', 'name']))
    throw new CannotDeploy(
      `The cluster has the data of a database (PersistentVolumeClaim ${data}), and neither the cluster nor ${folder} has its password: restore postgres.env, or run scripts/teardown-local, which deletes the data.`,
    )
  makeSecrets(folder, await localFiles(folder), say)
  makeCertificate(folder, 'zerodue.localhost', say)
}

/** A self-signed certificate for the domain. */
export function makeCertificate(folder: string, domain: string, say: (line: string) => void): void {
  const [certificate, key] = [path.join(folder, 'tls.crt'), path.join(folder, 'tls.key')]
  if (existsSync(certificate) && existsSync(key)) return
  say(`create: ${certificate}, self-signed for ${domain} and *.${domain}`)
  const names = `subjectAltName=DNS:${domain},DNS:*.${domain}`
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const subject = ['-days', '365', '-subj', `/CN=${domain}`, '-addext', names]
  const { status, stderr, error } = spawnSync(
    'openssl',
    ['req', '-x509', ...curve, ...subject, '-keyout', key, '-out', certificate],
    { encoding: 'utf8' },
  )
  if (error || status !== 0) throw new CannotDeploy(`openssl did not create a certificate: ${error?.message ?? stderr}`)
}
