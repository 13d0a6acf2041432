import { expect, test } from 'vitest'
import { asked, narrows } from './filter.ts'

test('what a query does not ask for any more is not in it', () => {
  const query = asked({ text: 'rent', priority: ['P1'] }, { due: 'overdue', priority: [], text: '' })

  expect(query).toEqual({ due: 'overdue' })
  expect(asked(query, { due: undefined, repeating: false })).toEqual({ repeating: false })
})

test('words alone do not narrow; everything else does, also what must not be', () => {
  expect(narrows({})).toBe(false)
  expect(narrows({ text: 'rent' })).toBe(false)
  expect(narrows({ text: 'rent', status: 'open' })).toBe(true)
  expect(narrows({ hasReminder: false })).toBe(true)
})
