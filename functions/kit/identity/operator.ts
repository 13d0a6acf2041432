import { createHash, timingSafeEqual } from 'node:crypto'
import { notAllowed } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'
import type { Caller, Identify } from '../http/api.ts'
import { bearerOf } from './identify-by-jwt.ts'

/** The operator sees what failed for all people, and nothing that they wrote. */
const operator: Caller = { userId: '', actor: { kind: 'user', id: 'operator' }, scopes: ['read', 'write'] }

/**
 * Identifies the operator by OPERATOR_TOKEN, for the routes that are for operators. Refuses people, also where the setting is
 * absent: then there is no operator.
 */
export function identifyOperator(identify: Identify, token: string | undefined): Identify {
  const expected = token ? digest(token) : undefined
  return async c => {
    const given = bearerOf(c.req.header('authorization'))
    if (expected && given && timingSafeEqual(digest(given), expected)) return operator
    await identify(c)
    throw new Refused(refuse(notAllowed, { detail: 'This is for operators.' }))
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()
