import { createHash, createHmac, randomBytes } from 'node:crypto'
import { isRefusal } from '../../kit/core/refusal.ts'
import type { Caller, Once, Outcome } from '../../kit/http/api.ts'

/**
 * Makes secrets of 32 bytes: too long to guess, so a plain hash of them is safe to store. They are random, or derived from
 * the idempotency key: a repeated request shows the same secret, although it is stored nowhere.
 */
export function secretMaker(
  key: string,
  purpose: 'api token' | 'calendar',
  { userId }: Caller,
  once?: Once,
): (...parts: string[]) => string {
  const random = randomBytes(32)
  return (...parts) => {
    const seed = once && JSON.stringify([purpose, userId, once.key, once.fingerprint, ...parts])
    const bytes = seed ? createHmac('sha256', key).update(seed).digest() : random
    return bytes.toString('base64url')
  }
}

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** Adds the secret to the answer on its way out: the answer that is stored for the idempotency key does not contain it. */
export async function withSecret(outcome: Outcome, secretOf: (body: { id: string }) => object): Promise<Outcome> {
  if (isRefusal(outcome)) return outcome
  const complete = (body: unknown) => ({ ...(body as object), ...secretOf(body as { id: string }) })
  if (!(outcome instanceof Response)) return { ...outcome, body: complete(outcome.body) }
  return new Response(JSON.stringify(complete(await outcome.json())), outcome)
}
