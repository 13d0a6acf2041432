import { expect, test } from 'vitest'
import { columnsText, distinct, readAs } from './columns.ts'

const columns = [
  { heading: 'Was', as: 'title' },
  { heading: 'Wann', as: null },
  { heading: '__proto__', as: null },
]

test('nothing of a task is read from two columns of a file', () => {
  expect(readAs(columns, 'Wann', 'title')).toEqual([
    { heading: 'Was', as: null },
    { heading: 'Wann', as: 'title' },
    { heading: '__proto__', as: null },
  ])
  expect(readAs(columns, 'Was', null).every(({ as }) => as === null)).toBe(true)
})

test('the server is told of the columns that are read, by their headings, whatever those are', () => {
  expect(columnsText(columns)).toBe('{"Was":"title"}')
  expect(columnsText(readAs(columns, '__proto__', 'notes'))).toBe('{"Was":"title","__proto__":"notes"}')
})

test('of two columns with the same heading the first is meant, as the server means it', () => {
  expect(distinct([...columns, { heading: 'Was', as: null }])).toEqual(columns)
})
