import { createECDH } from 'node:crypto'

/** A key pair for web push: browsers subscribe with the public key, and only the private key can send to them. */
export function vapidKeys() {
  const pair = createECDH('prime256v1')
  const publicKey = pair.generateKeys('base64url')
  return { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey(pair.getPrivateKey('hex')) }
}

/** Always 32 bytes, also for a number that begins with zeros. */
const privateKey = (hex: string) => Buffer.from(hex.padStart(64, '0'), 'hex').toString('base64url')
