import { idempotencyKeyInUse, idempotencyKeyReused } from '../core/problems.ts'
import { refuse } from '../core/refusal.ts'
import { type Answer, bodyText, response } from '../http/answer.ts'
import type { Once, Outcome } from '../http/api.ts'
import type { Transaction } from './connect.ts'

interface AnswerRow {
  fingerprint: string
  status: number
  headers: Record<string, string>
  body: string
}

/**
 * The stored answer of an earlier request with this key, if there is one. Otherwise this transaction locks the key, and a
 * parallel request with it is refused. The lock ends with the transaction, also after a crash.
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
  const [stored] = await tx<AnswerRow[]>`
    select fingerprint, status, headers, body from ${tx(`${schema}.idempotency`)}
    where user_id = ${userId} and key = ${once.key}`
  if (!stored) return undefined
  if (stored.fingerprint !== once.fingerprint) return refuse(idempotencyKeyReused)
  return response(stored.status, stored.body, { ...stored.headers, 'idempotency-replayed': 'true' })
}

/** Stores the answer in the transaction of the effect, so that both are committed or neither. */
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
