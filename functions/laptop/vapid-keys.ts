import { createECDH } from 'node:crypto'

/** Browsers subscribe with the public one and are told only by whoever has the other. */
export function vapidKeys() {
  const pair = createECDH('prime256v1')
  const publicKey = pair.generateKeys('base64url')
  return { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey(pair.getPrivateKey('hex')) }
}

/** 32 bytes, also when it begins with zeros. */
const privateKey = (hex: string) => Buffer.from(hex.padStart(64, '0'), 'hex').toString('base64url')
