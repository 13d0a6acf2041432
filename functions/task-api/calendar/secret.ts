import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Caller, Once } from '../../kit/http/api.ts'

/**
 * 32 bytes that nobody guesses, so that a plain hash of them is safe to keep. They are random, or follow from an
 * idempotency key: the same key shows the same address again, and nothing kept holds it.
 */
export function makeSecret(key: string, { userId }: Caller, once?: Once): string {
  const seed = once && JSON.stringify(['calendar', userId, once.key, once.fingerprint])
  const bytes = seed ? createHmac('sha256', key).update(seed).digest() : randomBytes(32)
  return bytes.toString('base64url')
}

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()
