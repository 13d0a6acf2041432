import { isRefusal, type Refusal } from '../../kit/core/refusal.ts'
import type { Answer } from '../../kit/http/answer.ts'
import type { Caller, Once, Outcome } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql, Transaction } from '../../kit/postgres/connect.ts'
import { keepAnswer, takeKey } from '../../kit/postgres/idempotency.ts'

export interface WriteRequest {
  caller: Caller
  once?: Once
}

/** Runs a verb at most once for each idempotency key. A verb refuses before it writes, so no refusal is stored. */
export const answerOnce = (
  sql: Sql,
  { caller, once }: WriteRequest,
  verb: (tx: Transaction) => Promise<Answer | Refusal>,
): Promise<Outcome> =>
  asCaller(sql, caller, async tx => {
    const before = once && (await takeKey(tx, 'notifications', caller.userId, once))
    if (before) return before
    const answer = await verb(tx)
    if (once && !isRefusal(answer)) await keepAnswer(tx, 'notifications', caller.userId, once, answer)
    return answer
  })
