import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { functionNames } from '../build/function-names.ts'
import { vapidKeys } from '../start/vapid-keys.ts'
import { CannotDeploy } from './cluster.ts'

const random = () => randomBytes(32).toString('base64url')

/** Files of `secrets/` in an overlay, as text to write when the file is not there yet. */
type Files = Record<string, () => string>

/** For the sources of any overlay: what each function asks of whoever brings it events. */
export const deliveryFile: Files = {
  'delivery.env': () => lines(Object.fromEntries(functionNames().map(name => [name, random()]))),
}

/** All secrets of the local overlay. */
export function localFiles(): Files {
  const password = random()
  const databaseUrl = `postgres://zerodue:${password}@postgres:5432/zerodue`
  const alarms = () => ({ DAPR_API_TOKEN: random(), APP_API_TOKEN: random() })
  const common = () => ({ DATABASE_URL: databaseUrl, CURSOR_SECRET: random() })
  return {
    'postgres.env': () => lines({ POSTGRES_PASSWORD: password }),
    'migrate.env': () => lines({ DATABASE_URL: databaseUrl }),
    'task-api.env': () => lines({ DATABASE_URL: databaseUrl, AUTH_SECRET: random() }),
    'reminder-firer.env': () => lines({ ...common(), ...alarms() }),
    'notifier.env': () => lines({ ...common(), ...alarms(), LINK_SECRET: random() }),
    'audit-sink.env': () => lines({ ...common(), OPERATOR_TOKEN: random() }),
    'web-push.env': () => lines(vapidKeys()),
    ...deliveryFile,
  }
}

/** Writes what is missing, and leaves alone what is there: a second run changes no password. */
export function makeSecrets(folder: string, files: Files, say: (what: string) => void, dryRun: boolean): void {
  const missing = Object.entries(files).filter(([name]) => !existsSync(path.join(folder, name)))
  // They share the password of one database: half of them with another one would lock everybody out.
  const halves = missing.length && missing.length < Object.keys(files).length
  if (halves && missing.some(([name]) => name !== 'delivery.env' && name !== 'web-push.env'))
    throw new CannotDeploy(
      `${folder} lacks ${missing.map(([name]) => name).join(', ')}: put them back, or remove the folder and what runs, and begin anew.`,
    )
  for (const [name, text] of missing) {
    say(`${dryRun ? 'would make' : 'make'}: ${path.join(folder, name)}`)
    if (dryRun) continue
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(path.join(folder, name), text(), { mode: 0o600 })
  }
}

/** A certificate for the domain that this computer alone believes in. */
export function makeCertificate(folder: string, domain: string, say: (what: string) => void, dryRun: boolean): void {
  const [certificate, key] = [path.join(folder, 'tls.crt'), path.join(folder, 'tls.key')]
  if (existsSync(certificate) && existsSync(key)) return
  say(`${dryRun ? 'would make' : 'make'}: ${certificate}, self-signed for ${domain} and *.${domain}`)
  if (dryRun) return
  const names = `subjectAltName=DNS:${domain},DNS:*.${domain}`
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const { status, stderr, error } = spawnSync(
    'openssl',
    [
      'req',
      '-x509',
      ...curve,
      '-days',
      '365',
      '-subj',
      `/CN=${domain}`,
      '-addext',
      names,
      '-keyout',
      key,
      '-out',
      certificate,
    ],
    { encoding: 'utf8' },
  )
  if (error || status !== 0) throw new CannotDeploy(`openssl could not make a certificate: ${error?.message ?? stderr}`)
}

const lines = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
