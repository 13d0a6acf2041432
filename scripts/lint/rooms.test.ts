import { expect, test } from 'vitest'
import { forbidden, imports } from './rooms.ts'

const all = imports()

test('no room imports what it may not know', () => {
  expect(all.length).toBeGreaterThan(1_000)
  expect(all.flatMap(one => forbidden(one) ?? [])).toEqual([])
})
