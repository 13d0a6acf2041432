import { expect, test } from 'vitest'
import { en } from '../words/en.ts'
import { ur } from '../words/ur.ts'
import { problemInWords } from './problem.ts'

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
