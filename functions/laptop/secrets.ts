import { createECDH, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { CannotStart } from '../kit/postgres/embedded-cannot-start.ts'
import { secret } from '../kit/settings/settings.ts'

const Secrets = v.object({ AUTH_SECRET: secret, VAPID_PUBLIC_KEY: v.string(), VAPID_PRIVATE_KEY: v.string() })
type Secrets = v.InferOutput<typeof Secrets>

/** The secrets of a data folder: created at the first start, readable only by their owner, and never changed. */
export function secretsIn(home: string): Secrets {
  const file = path.join(home, 'secrets.json')
  try {
    const found = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : { AUTH_SECRET: randomBytes(32).toString('base64url') }
    // A data folder from before web push has no keys yet.
    if ('VAPID_PUBLIC_KEY' in found) return v.parse(Secrets, found)
    const whole = v.parse(Secrets, { ...found, ...vapidKeys() })
    writeFileSync(`${file}.new`, JSON.stringify(whole), { mode: 0o600 })
    renameSync(`${file}.new`, file)
    return whole
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw error
    throw new CannotStart(
      `The secrets in ${file} cannot be read: restore the file, or remove it to get new ones (then all users sign in again).`,
    )
  }
}

/** A key pair for web push: browsers subscribe with the public key, and only the private key can send to them. */
export function vapidKeys() {
  const pair = createECDH('prime256v1')
  const publicKey = pair.generateKeys('base64url')
  return { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey(pair.getPrivateKey('hex')) }
}

/** Always 32 bytes, also for a number that begins with zeros. */
const privateKey = (hex: string) => Buffer.from(hex.padStart(64, '0'), 'hex').toString('base64url')
