import { expect, test } from 'vitest'
import { circles, forbidden, imports } from './rooms.ts'

const all = imports()

test('every room imports only the rooms and libraries that it may use', () => {
  expect(all.length).toBeGreaterThan(1_000)
  expect(all.flatMap(one => forbidden(one) ?? [])).toEqual([])
})

test('no files import each other in a circle, types included', () => {
  expect(circles(all)).toEqual([])
})
