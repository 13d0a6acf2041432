import { expect, test } from 'vitest'
import { narrows, withParts } from './filter.ts'

test('a part that is cleared leaves the query', () => {
  const query = withParts({ text: 'rent', priority: ['P1'] }, { due: 'overdue', priority: [], text: '' })

  expect(query).toEqual({ due: 'overdue' })
  expect(withParts(query, { due: undefined, repeating: false })).toEqual({ repeating: false })
})

test('any part other than words narrows a query, also one that excludes tasks', () => {
  expect(narrows({})).toBe(false)
  expect(narrows({ text: 'rent' })).toBe(false)
  expect(narrows({ text: 'rent', status: 'open' })).toBe(true)
  expect(narrows({ hasReminder: false })).toBe(true)
})
