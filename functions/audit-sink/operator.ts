import { createHash, timingSafeEqual } from 'node:crypto'
import { notAllowed } from '../kit/core/problems.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import type { Caller, Identify } from '../kit/http/api.ts'
import { bearerOf } from '../kit/identity/identify-by-jwt.ts'

/** The operator sees the dead letters of all people, and no trail. */
const operator: Caller = { userId: '', actor: { kind: 'user', id: 'operator' }, scopes: ['read', 'write'] }

/** Recognizes the operator by OPERATOR_TOKEN, and other callers by `identify`. Without the setting there is no operator. */
export function orOperator(identify: Identify, token: string | undefined): Identify {
  const expected = token ? digest(token) : undefined
  return async c => {
    const given = bearerOf(c.req.header('authorization'))
    return expected && given && timingSafeEqual(digest(given), expected) ? operator : identify(c)
  }
}

/** A route is for people or for operators, and refuses the other kind. */
export const onlyFor = (who: 'operator' | 'person', caller: Caller): Refusal | undefined =>
  (caller === operator) === (who === 'operator')
    ? undefined
    : refuse(notAllowed, { detail: `This is for ${who === 'operator' ? 'operators' : 'the person themselves'}.` })

const digest = (text: string) => createHash('sha256').update(text).digest()
