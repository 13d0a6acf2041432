import { invalidToken } from '../../kit/core/problems.ts'
import { isRefusal } from '../../kit/core/refusal.ts'
import type { Answer } from '../../kit/http/answer.ts'
import type { Caller, Outcome } from '../../kit/http/api.ts'
import type { Sql } from '../../kit/postgres/connect.ts'

interface Owner {
  user_id: string
  connection_id: string | null
  since: Date
}

/** The owner of a code or token, before anything of it is checked or locked. */
export async function ownerOf(sql: Sql, hash: Buffer): Promise<Owner | undefined> {
  const [row] = await sql<Owner[]>`select * from identity.oauth_owner(${hash})`
  return row
}

/** The caller of a transaction in which a client uses its code or token. */
export const callerOf = ({ user_id: userId, since }: Owner, actor: Caller['actor']): Caller => ({
  userId,
  actor,
  scopes: ['read', 'write'],
  since,
})

/** A deleted account has no tokens, so a refusal for that reason reads like an unknown token. */
export const orInvalid = (outcome: Outcome, invalid: () => Answer): Outcome =>
  isRefusal(outcome) && outcome.refused === invalidToken ? invalid() : outcome
