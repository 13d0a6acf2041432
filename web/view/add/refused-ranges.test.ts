import { expect, test } from 'vitest'
import { moveRanges } from './refused-ranges.ts'

const friday = { start: 9, end: 15 }

test('a part that is kept as text moves with typing before it', () => {
  expect(moveRanges([friday], 'Meet Mr. Friday', 'Meet old Mr. Friday')).toEqual([{ start: 13, end: 19 }])
})

test('typing after a part leaves it in its place', () => {
  expect(moveRanges([friday], 'Meet Mr. Friday', 'Meet Mr. Friday at 5')).toEqual([friday])
})

test('an edited part is parsed again', () => {
  expect(moveRanges([friday], 'Meet Mr. Friday', 'Meet Mr. Fri')).toEqual([])
})
