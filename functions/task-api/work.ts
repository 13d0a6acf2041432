import { inTransaction } from '../shared/database/as-caller.ts'
import type { Sql, Transaction } from '../shared/database/connect.ts'
import type { OutboxEvent } from '../shared/events/event.ts'
import type { Outbox } from '../shared/events/outbox.ts'
import { type Answer, bodyText, response } from '../shared/runtime/answer.ts'
import type { Caller, Once, Outcome } from '../shared/runtime/api.ts'
import type { Log } from '../shared/runtime/log.ts'
import { isRefusal, type Refusal, refuse } from '../shared/runtime/problem.ts'

export interface WorkDeps {
  sql: Sql
  outbox: Outbox
  now: () => Date
  log: Log
}

/** One transaction of one caller. Verbs write through it and leave their events with it, to be published after the commit. */
export interface Work {
  tx: Transaction
  caller: Caller
  now: Date
  events: OutboxEvent[]
}

/** One transaction that writes for a caller: it rejects when the account of these credentials was deleted. */
export const asWriter = <T>(
  sql: Sql,
  { userId, since }: Pick<Caller, 'userId' | 'since'>,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> => inTransaction(sql, work, tx => tx`select identity.begin_write(${userId}, ${since ?? null})`)

/** What `identity.begin_write` raises. */
export const isAccountGone = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ZD001'

export const accountGone = (): Refusal => refuse('invalid-token', { detail: 'This account was deleted.' })

/** Ends a transaction without a trace when the outcome is a refusal. */
class Undo extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super('undo')
    this.refusal = refusal
  }
}

export interface WriteRequest {
  caller: Caller
  once?: Once
}

/**
 * Does `verb` in one transaction with its events and its idempotency key, then publishes. A refusal undoes everything.
 * The same key answers the same again; while its first request runs, another one is turned away.
 */
export async function inWork(
  deps: WorkDeps,
  { caller, once }: WriteRequest,
  verb: (work: Work) => Promise<Answer | Refusal>,
): Promise<Outcome> {
  const events: OutboxEvent[] = []
  try {
    const outcome = await asWriter(deps.sql, caller, async tx => {
      const before = once && (await takeKey(tx, caller, once))
      if (before) return before
      const answer = await verb({ tx, caller, now: deps.now(), events })
      if (isRefusal(answer)) throw new Undo(answer)
      if (once) await keepAnswer(tx, caller, once, answer)
      return answer
    })
    await deps.outbox.publish(events)
    return outcome
  } catch (error) {
    if (error instanceof Undo) return error.refusal
    if (isAccountGone(error)) return accountGone()
    throw error
  }
}

/** For one operation of several: what a refused one did is undone, what the others did stays. */
export async function inSavepoint<T>(work: Work, verb: (work: Work) => Promise<T | Refusal>): Promise<T | Refusal> {
  const events: OutboxEvent[] = []
  try {
    const outcome = (await work.tx.savepoint(async tx => {
      const done = await verb({ ...work, tx, events })
      if (isRefusal(done)) throw new Undo(done)
      return done
    })) as T
    work.events.push(...events)
    return outcome
  } catch (error) {
    if (error instanceof Undo) return error.refusal
    throw error
  }
}

/** The answer of an earlier request with this key, if there was one. The lock goes with the transaction, also after a crash. */
async function takeKey(tx: Transaction, { userId }: Caller, { key, fingerprint }: Once): Promise<Outcome | undefined> {
  const [row] = await tx<{ free: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${userId} ${key}`}, 0)) as free`
  if (!row?.free) throw new Undo(refuse('idempotency-key-in-use', { headers: { 'retry-after': '1' } }))
  return findAnswer(tx, userId, { key, fingerprint })
}

export interface KeptAnswer {
  fingerprint: string
  status: number
  headers: Record<string, string>
  body: string
}

export async function findAnswer(tx: Transaction, userId: string, once: Once): Promise<Outcome | undefined> {
  const [kept] = await tx<KeptAnswer[]>`
    select fingerprint, status, headers, body from tasks.idempotency where user_id = ${userId} and key = ${once.key}`
  return kept && answerAgain(kept, once)
}

export function answerAgain(kept: KeptAnswer, { fingerprint }: Once): Outcome {
  if (kept.fingerprint !== fingerprint) return refuse('idempotency-key-reused')
  return response(kept.status, kept.body, { ...kept.headers, 'idempotency-replayed': 'true' })
}

async function keepAnswer(
  tx: Transaction,
  { userId }: Caller,
  { key, fingerprint }: Once,
  answer: Answer,
): Promise<void> {
  await tx`
    insert into tasks.idempotency (user_id, key, fingerprint, status, headers, body)
    values (${userId}, ${key}, ${fingerprint}, ${answer.status}, ${tx.json(answer.headers ?? {})}, ${bodyText(answer)})`
}
