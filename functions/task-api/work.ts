import { invalidToken } from '../kit/core/problems.ts'
import { isRefusal, type Refusal, Refused, refuse } from '../kit/core/refusal.ts'
import type { Emit, OutboxEvent } from '../kit/events/event.ts'
import { emitIn } from '../kit/events/inbox.ts'
import type { Outbox } from '../kit/events/outbox.ts'
import type { Answer } from '../kit/http/answer.ts'
import type { Caller, Once, Outcome } from '../kit/http/api.ts'
import type { Log } from '../kit/log.ts'
import { inTransaction } from '../kit/postgres/as-caller.ts'
import type { Sql, Transaction } from '../kit/postgres/connect.ts'
import { keepAnswer, takeKey } from '../kit/postgres/idempotency.ts'
import type { PersonQuota, Quota } from './quota.ts'
import { type TaskStore, tasksIn } from './task-store.ts'

export interface WorkDeps {
  sql: Sql
  outbox: Outbox
  quota: Quota
  now: () => Date
  log: Log
}

/** One transaction of one caller. Verbs write through it, and their events are published after the commit. */
export interface Work {
  tx: Transaction
  caller: Caller
  now: Date
  emit: Emit
  /** The tasks of the caller. A batch reads and writes many of them in few statements. */
  tasks: TaskStore
  written: OutboxEvent[]
  quota: PersonQuota
}

export const workIn = (
  tx: Transaction,
  caller: Caller,
  now: Date,
  written: OutboxEvent[],
  quota: PersonQuota,
): Work => ({
  tx,
  caller,
  now,
  emit: emitIn(tx, 'tasks', caller, written),
  tasks: tasksIn(tx, caller, written),
  written,
  quota,
})

/** A transaction that writes for a caller. It throws when the account of these credentials was deleted. */
export const asWriter = <T>(
  sql: Sql,
  { userId, since }: Pick<Caller, 'userId' | 'since'>,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> => inTransaction(sql, work, tx => tx`select identity.begin_write(${userId}, ${since ?? null})`)

/** The error that `identity.begin_write` raises. */
export const isAccountGone = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ZD001'

export const accountGone = (): Refusal => refuse(invalidToken, { detail: 'This account was deleted.' })

export interface WriteRequest {
  caller: Caller
  once?: Once
}

/**
 * Runs `verb` in one transaction with its events and its idempotency key, then publishes. A refusal rolls back. A repeated
 * key replays the first answer, and is refused while the first request runs.
 */
export async function inWork(
  deps: WorkDeps,
  { caller, once }: WriteRequest,
  verb: (work: Work) => Promise<Answer | Refusal>,
): Promise<Outcome> {
  const written: OutboxEvent[] = []
  try {
    const outcome = await asWriter(deps.sql, caller, async tx => {
      const before = once && (await takeKey(tx, 'tasks', caller.userId, once))
      if (before) return before
      const answer = await verb(workIn(tx, caller, deps.now(), written, deps.quota.of(tx, caller.userId)))
      if (isRefusal(answer)) throw new Refused(answer)
      if (once) await keepAnswer(tx, 'tasks', caller.userId, once, answer)
      return answer
    })
    await deps.outbox.publish(written)
    return outcome
  } catch (error) {
    if (error instanceof Refused) return error.refusal
    if (isAccountGone(error)) return accountGone()
    throw error
  }
}

/** Runs one operation of several. A refusal undoes only this operation. */
export async function inSavepoint<T>(
  { tx, caller, now, written, quota }: Work,
  verb: (work: Work) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const own: OutboxEvent[] = []
  try {
    const outcome = (await tx.savepoint(async part => {
      const done = await verb(workIn(part, caller, now, own, quota))
      if (isRefusal(done)) throw new Refused(done)
      return done
    })) as T
    written.push(...own)
    return outcome
  } catch (error) {
    if (error instanceof Refused) return error.refusal
    throw error
  }
}
