import { expect, test } from 'vitest'
import { circles, forbidden, imports } from './rooms.ts'

const all = imports()

test('no room imports what it may not know', () => {
  expect(all.length).toBeGreaterThan(1_000)
  expect(all.flatMap(one => forbidden(one) ?? [])).toEqual([])
})

test('no files import one another in a circle, not even for a type', () => {
  expect(circles(all)).toEqual([])
})
