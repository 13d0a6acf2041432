import { idempotencyKeyInUse, idempotencyKeyReused } from '../core/problems.ts'
import { refuse } from '../core/refusal.ts'
import { type Answer, bodyText, response } from '../http/answer.ts'
import type { Once, Outcome } from '../http/api.ts'
import type { Transaction } from './connect.ts'

interface KeptAnswer {
  fingerprint: string
  status: number
  headers: Record<string, string>
  body: string
}

/**
 * The answer of an earlier request with this key, if there is one. Otherwise this transaction holds the key, and another
 * request with it is refused. The lock ends with the transaction, also after a crash.
 */
export async function takeKey(
  tx: Transaction,
  schema: string,
  userId: string,
  once: Once,
): Promise<Outcome | undefined> {
  const [row] = await tx<{ free: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${schema} ${userId} ${once.key}`}, 0)) as free`
  return row?.free ? findAnswer(tx, schema, userId, once) : keyInUse()
}

export const keyInUse = () => refuse(idempotencyKeyInUse, { headers: { 'retry-after': '1' } })

export async function findAnswer(
  tx: Transaction,
  schema: string,
  userId: string,
  once: Once,
): Promise<Outcome | undefined> {
  const [kept] = await tx<KeptAnswer[]>`
    select fingerprint, status, headers, body from ${tx(`${schema}.idempotency`)}
    where user_id = ${userId} and key = ${once.key}`
  if (!kept) return undefined
  if (kept.fingerprint !== once.fingerprint) return refuse(idempotencyKeyReused)
  return response(kept.status, kept.body, { ...kept.headers, 'idempotency-replayed': 'true' })
}

/** In the transaction of the effect: both are there, or neither. */
export async function keepAnswer(
  tx: Transaction,
  schema: string,
  userId: string,
  { key, fingerprint }: Once,
  answer: Answer,
): Promise<void> {
  await tx`
    insert into ${tx(`${schema}.idempotency`)} (user_id, key, fingerprint, status, headers, body)
    values (${userId}, ${key}, ${fingerprint}, ${answer.status}, ${tx.json(answer.headers ?? {})}, ${bodyText(answer)})`
}
