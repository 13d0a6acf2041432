import { expect, test } from 'vitest'
import { columnsParameter, distinctColumns, readColumnAs } from './columns.ts'

const columns = [
  { heading: 'Was', as: 'title' },
  { heading: 'Wann', as: null },
  { heading: '__proto__', as: null },
]

test('a field of a task is read from one column only', () => {
  expect(readColumnAs(columns, 'Wann', 'title')).toEqual([
    { heading: 'Was', as: null },
    { heading: 'Wann', as: 'title' },
    { heading: '__proto__', as: null },
  ])
  expect(readColumnAs(columns, 'Was', null).every(({ as }) => as === null)).toBe(true)
})

test('the import request names only mapped columns, whatever their headings', () => {
  expect(columnsParameter(columns)).toBe('{"Was":"title"}')
  expect(columnsParameter(readColumnAs(columns, '__proto__', 'notes'))).toBe('{"Was":"title","__proto__":"notes"}')
})

test('the first of two columns with the same heading counts, as on the server', () => {
  expect(distinctColumns([...columns, { heading: 'Was', as: null }])).toEqual(columns)
})
