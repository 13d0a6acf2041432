import { expect, test } from 'vitest'
import { en } from '../words/en.ts'
import { ur } from '../words/ur.ts'
import { nameOf, queryInWords } from './query-in-words.ts'

test('a list is called by what it asks for, in the language of the person', () => {
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

test('what is not asked for is not said', () => {
  expect(queryInWords({ text: 'rent' }, en)).toEqual({})
  expect(queryInWords({ status: 'done' }, en)).toEqual({ status: 'Done' })
})
