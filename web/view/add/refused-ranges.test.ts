import { expect, test } from 'vitest'
import { moved } from './refused-ranges.ts'

const friday = { start: 9, end: 15 }

test('a part that was taken back moves with what is typed before it', () => {
  expect(moved([friday], 'Meet Mr. Friday', 'Meet old Mr. Friday')).toEqual([{ start: 13, end: 19 }])
})

test('what is typed after it leaves it where it is', () => {
  expect(moved([friday], 'Meet Mr. Friday', 'Meet Mr. Friday at 5')).toEqual([friday])
})

test('a part that was typed into is read again', () => {
  expect(moved([friday], 'Meet Mr. Friday', 'Meet Mr. Fri')).toEqual([])
})
