import { createHash, timingSafeEqual } from 'node:crypto'
import { notAllowed } from '../kit/core/problems.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import type { Caller, Identify } from '../kit/http/api.ts'
import { bearerOf } from '../kit/identity/identify-by-jwt.ts'

/** Whoever runs this system: sees no person's trail, and everybody's dead letters. */
export const operator: Caller = { userId: '', actor: { kind: 'user', id: 'operator' }, scopes: ['read', 'write'] }

/** Knows the operator by OPERATOR_TOKEN, and everybody else as before. Without a token nobody is the operator. */
export function orOperator(identify: Identify, token: string | undefined): Identify {
  const expected = token ? digest(token) : undefined
  return async c => {
    const given = bearerOf(c.req.header('authorization'))
    return expected && given && timingSafeEqual(digest(given), expected) ? operator : identify(c)
  }
}

/** Both doors are for one kind of caller and closed to the other. */
export const onlyFor = (who: 'operator' | 'person', caller: Caller): Refusal | undefined =>
  (caller === operator) === (who === 'operator')
    ? undefined
    : refuse(notAllowed, { detail: `This is for ${who === 'operator' ? 'operators' : 'the person themselves'}.` })

const digest = (text: string) => createHash('sha256').update(text).digest()
