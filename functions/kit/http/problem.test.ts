import { expect, test } from 'vitest'
import { invalidRequest } from '../core/problems.ts'
import { refuse } from '../core/refusal.ts'
import { problemOf, problemsTogether } from './problem.ts'

const faults = (count: number) => Array.from({ length: count }, (_, i) => ({ path: String(i), message: 'is wrong' }))

test('a refusal lists 20 faults and counts the others', () => {
  const { errors, moreErrors } = problemOf(refuse(invalidRequest, { errors: faults(130_000), moreErrors: 7 }))
  expect(errors).toEqual(faults(20))
  expect(moreErrors).toBe(130_000 - 20 + 7)
})

test('a refusal that lists every fault says nothing of more', () => {
  expect(problemOf(refuse(invalidRequest, { errors: faults(20) }))).not.toHaveProperty('moreErrors')
})

test('a long name or value of the caller does not come back whole, and its end stays well-formed', () => {
  const long = `${'x'.repeat(198)}\u{1f600}${'y'.repeat(200_000)}`
  const { errors, detail } = problemOf(
    refuse(invalidRequest, { detail: long, errors: [{ path: long, message: long }] }),
  )
  expect([errors[0]?.path.length, errors[0]?.message.length, detail.length]).toEqual([200, 300, 500])
  expect(errors[0]?.path.isWellFormed()).toBe(true)
})

test('the problems of one answer list no more faults together than one problem alone', () => {
  const problem = problemsTogether()
  const all = [15, 15, 15].map(count => problem(refuse(invalidRequest, { errors: faults(count) })))
  expect(all.map(({ errors, moreErrors = 0 }) => [errors.length, moreErrors])).toEqual([
    [15, 0],
    [5, 10],
    [0, 15],
  ])
})
