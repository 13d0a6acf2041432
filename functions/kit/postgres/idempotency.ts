import { idempotencyKeyInUse, idempotencyKeyReused } from '../core/problems.ts'
import { refuse } from '../core/refusal.ts'
import { type Answer, bodyText, response } from '../http/answer.ts'
import type { Once, Outcome } from '../http/api.ts'
import type { Transaction } from './connect.ts'

/** Whose keys they are: a key that was used with one function is a new one for another. */
export type KeyOwner = string

interface KeptAnswer {
  fingerprint: string
  status: number
  headers: Record<string, string>
  body: string
}

/**
 * The answer of an earlier request with this key, if there was one; otherwise the key is this transaction's, and another
 * request with it is turned away. The lock goes with the transaction, also after a crash.
 */
export async function takeKey(
  tx: Transaction,
  owner: KeyOwner,
  userId: string,
  once: Once,
): Promise<Outcome | undefined> {
  const [row] = await tx<{ free: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${owner} ${userId} ${once.key}`}, 0)) as free`
  return row?.free ? findAnswer(tx, owner, userId, once) : keyInUse()
}

export const keyInUse = () => refuse(idempotencyKeyInUse, { headers: { 'retry-after': '1' } })

export async function findAnswer(
  tx: Transaction,
  owner: KeyOwner,
  userId: string,
  once: Once,
): Promise<Outcome | undefined> {
  const [kept] = await tx<KeptAnswer[]>`
    select fingerprint, status, headers, body from ${tx(`${owner}.idempotency`)}
    where user_id = ${userId} and key = ${once.key}`
  if (!kept) return undefined
  if (kept.fingerprint !== once.fingerprint) return refuse(idempotencyKeyReused)
  return response(kept.status, kept.body, { ...kept.headers, 'idempotency-replayed': 'true' })
}

/** In the transaction of what it answers: both are there, or neither. */
export async function keepAnswer(
  tx: Transaction,
  owner: KeyOwner,
  userId: string,
  { key, fingerprint }: Once,
  answer: Answer,
): Promise<void> {
  await tx`
    insert into ${tx(`${owner}.idempotency`)} (user_id, key, fingerprint, status, headers, body)
    values (${userId}, ${key}, ${fingerprint}, ${answer.status}, ${tx.json(answer.headers ?? {})}, ${bodyText(answer)})`
}
