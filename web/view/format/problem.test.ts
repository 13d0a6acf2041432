import { expect, test } from 'vitest'
import type { Refusal } from '../../model/refusal.ts'
import { en } from '../words/en.ts'
import { ur } from '../words/ur.ts'
import { isFault, problemInWords } from './problem.ts'

const often = (afterMs?: number) => ({
  refused: 'too-many-requests' as const,
  detail: 'Try again in 841 seconds.',
  errors: [],
  ...(afterMs !== undefined && { afterMs }),
})

test('the message of a rate limit rounds the wait up', () => {
  expect(problemInWords(often(400), en)).toBe('Too many attempts. Try again in 1 second.')
  expect(problemInWords(often(60_000), en)).toBe('Too many attempts. Try again in 60 seconds.')
  expect(problemInWords(often(841_000), en)).toBe('Too many attempts. Try again in 15 minutes.')
  expect(problemInWords(often(841_000), ur)).toContain('منٹ بعد')
  expect(problemInWords(often(), en)).toBe(en.problems['too-many-requests'])
})

const refusal = (refused: Refusal['refused'], detail = ''): Refusal => ({ refused, detail, errors: [] })

test('a refusal without words of ours is told in those of the server, and never in none', () => {
  expect(problemInWords(refusal('token-not-found', 'This token does not exist.'), ur)).toBe(
    'This token does not exist.',
  )
  expect(problemInWords(refusal('token-not-found'), ur)).toBe(ur.problems.internal)
})

test('what the person can solve, or what no request reached, is no fault', () => {
  const expected = ['wrong-credentials', 'too-many-requests', 'account-exists', 'invalid-request', 'offline'] as const
  expect(expected.filter(code => isFault(refusal(code), en))).toEqual([])
  const faults = ['internal', 'unavailable', 'token-not-found'] as const
  expect(faults.filter(code => isFault(refusal(code), en))).toEqual(faults)
})
