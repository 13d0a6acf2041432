import { expect, test } from 'vitest'
import { en } from '../words/en.ts'
import { ur } from '../words/ur.ts'
import { nameOf, queryInWords } from './query-in-words.ts'

test('a filter is named after the parts of its query, in the person’s language', () => {
  const query = {
    text: ' rent ',
    priority: ['P1', 'P4'],
    tags: ['home', 'گھر'],
    tagMode: 'all',
    repeating: false,
  } as const

  expect(nameOf(query, en)).toBe('rent, Urgent, No priority, #home and #گھر, Does no')
  expect(nameOf({ due: 'week', hasReminder: true }, ur)).toBe('اس ہفتے، یاد دہانی والے')
})

test('an empty part of a query has no words', () => {
  expect(queryInWords({ text: 'rent' }, en)).toEqual({})
  expect(queryInWords({ status: 'done' }, en)).toEqual({ status: 'Done' })
})
