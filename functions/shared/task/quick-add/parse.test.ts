import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { said, sentences } from '../../testing/quick-add-sentences.ts'
import { NewTask } from '../task.ts'
import { instantOf } from '../zone.ts'
import { parseQuickAdd, type QuickAdd } from './parse.ts'

const languages = ['en', 'ur', 'roman-urdu'] as const
const tables = languages.flatMap(sentences)
const parse = (text: string, more: Partial<QuickAdd> = {}) => parseQuickAdd({ text, locale: 'en', ...said, ...more })
const dueOf = (text: string, more: Partial<QuickAdd> = {}) => {
  const { due } = parse(text, more).task
  return due && [due.date, due.time].filter(Boolean).join(' ')
}

/** Pieces that mean something, and pieces that break things, in any order. */
const words = [
  ...new Set(tables.flatMap(({ text }) => text.split(' '))),
  ...['"', '«', '»', '“', '”', '\\', '\\#x', '#', '!', '!30m', '(', ')', ',', ' - ', '\u202e', '\u2066', '\u200f'],
  ...['👩‍👩‍👧', '5️⃣', '\ud83d', '\0', 'İ', 'ß', '\t\n', '\u00a0', 'every', 'until', 'from', 'remind me', '31/12'],
]
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...words), { maxLength: 14 }).map(parts => parts.join(' ')),
  fc.array(fc.constantFrom(...words), { maxLength: 10 }).map(parts => parts.join('')),
)
const zones = ['Asia/Karachi', 'America/New_York', 'Australia/Lord_Howe', 'UTC', 'Pacific/Apia']
const moment = fc.record({
  now: fc.date({ min: new Date('2024-01-01'), max: new Date('2031-01-01'), noInvalidDate: true }),
  zone: fc.constantFrom(...zones),
  locale: fc.constantFrom('en', 'en-US', 'ur'),
  weekStart: fc.integer({ min: 1, max: 7 }),
})

test('spans lie within the text, in order, apart from each other, and are what stands there', () => {
  fc.assert(
    fc.property(text, moment, (text, at) => {
      let from = 0
      for (const span of parse(text, at).spans) {
        expect(span.start).toBeGreaterThanOrEqual(from)
        expect(span.end).toBeGreaterThan(span.start)
        expect(span.end).toBeLessThanOrEqual(text.length)
        expect(span.text).toBe(text.slice(span.start, span.end))
        from = span.end
      }
    }),
    { numRuns: 2000 },
  )
})

test('every draft can be created as a task, whatever was typed', () => {
  const typed = text.filter(text => text.isWellFormed() && !text.includes('\0') && /[\p{L}\p{N}]/u.test(text))
  fc.assert(
    fc.property(typed, moment, (text, at) => {
      const result = v.safeParse(NewTask, parse(text, at).task)
      expect(result.issues?.map(issue => issue.message)).toBeUndefined()
    }),
    { numRuns: 2000 },
  )
})

test('nothing that is due was due already', () => {
  fc.assert(
    fc.property(text, moment, (text, at) => {
      const { due } = parse(text, at).task
      const last = due && instantOf(due.date, due.time ?? '23:59', due.zone)
      if (last) expect(last.getTime()).toBeGreaterThan(at.now.getTime() - 60_000)
    }),
    { numRuns: 2000 },
  )
})

test('what was read is in no title, and what was not read is not lost', () => {
  const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')
  fc.assert(
    fc.property(fc.constantFrom(...tables), ({ text }) => {
      const { task, spans } = parse(text)
      const left = [...spans].reverse().reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text)
      expect(letters(task.title)).toBe(letters(left))
    }),
    { numRuns: tables.length },
  )
})

test('the same text, moment and zone give the same draft', () => {
  fc.assert(
    fc.property(text, moment, (text, at) => {
      expect(parse(text, at)).toEqual(parse(text, at))
    }),
  )
})

test('each chip can be turned back into text: a refused span is read no more, and the others stay', () => {
  fc.assert(
    fc.property(fc.constantFrom(...tables), fc.nat(), ({ text }, which) => {
      const { spans } = parse(text)
      const refused = spans[which % Math.max(1, spans.length)]
      if (!refused) return
      const again = parse(text, { except: [refused] }).spans
      expect(again.filter(span => span.start < refused.end && span.end > refused.start)).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

test('a refused date leaves the words in the title and gives way to the next one', () => {
  const sentence = 'Prepare Monday meeting on Friday #work'
  const first = parse(sentence)
  expect(first.task).toMatchObject({ title: 'Prepare Monday meeting', due: { date: '2026-11-20' }, tags: ['work'] })
  const friday = first.spans.filter(span => span.kind === 'date')
  expect(parse(sentence, { except: friday }).task).toMatchObject({
    title: 'Prepare meeting on Friday',
    due: { date: '2026-11-23' },
  })
  expect(parse(sentence, { except: [{ start: 0, end: sentence.length }] })).toEqual({
    task: { title: sentence },
    spans: [],
  })
})

test('spans say what they are, with offsets of the original text', () => {
  expect(parse('دودھ لانا کل شام ۵ بجے #گھر').spans).toEqual([
    { start: 10, end: 12, kind: 'date', text: 'کل' },
    { start: 13, end: 22, kind: 'time', text: 'شام ۵ بجے' },
    { start: 23, end: 27, kind: 'tag', text: '#گھر' },
  ])
  expect(parse('🎂  cake every! 3 days until 31 Dec p1 !30m').spans.map(span => [span.kind, span.text])).toEqual([
    ['repeat', 'every! 3 days'],
    ['repeat', 'until 31 Dec'],
    ['priority', 'p1'],
    ['reminder', '!30m'],
  ])
})

test.each([
  ['en', '2026-12-05'],
  ['en-GB', '2026-12-05'],
  ['ur', '2026-12-05'],
  ['en-US', '2027-05-12'],
])('5/12 goes to the custom of %s', (locale, expected) => {
  expect(dueOf('Dinner 5/12', { locale })).toBe(expected)
  expect(dueOf('Dinner 25/12', { locale })).toBe('2026-12-25')
})

test.each([
  ['Gym Wednesday', '2026-11-18'],
  ['Gym Wednesday at 11am', '2026-11-18 11:00'],
  ['Gym Wednesday at 10am', '2026-11-25 10:00'],
  ['Gym at 10:00', '2026-11-19 10:00'],
  ['Gym at 10:05', '2026-11-18 10:05'],
  ['Gym 18 Nov', '2026-11-18'],
  ['Gym 17 Nov', '2027-11-17'],
  ['Gym 18 Nov at 9am', '2027-11-18 09:00'],
  ['Gym 2026-11-18', '2026-11-18'],
  ['Gym 2026-11-17', undefined],
  ['Gym 17 Nov 2026', undefined],
  ['Gym tonight at 9am', '2026-11-18'],
])('what is said at 10:00 on Wednesday is never meant for the past: %s', (sentence, expected) => {
  expect(dueOf(sentence)).toBe(expected)
})

test('the week starts where the reader says', () => {
  const sunday = { now: new Date('2026-11-22T05:00:00Z') }
  expect(dueOf('Plan next week', sunday)).toBe('2026-11-23')
  expect(dueOf('Plan next week', { ...sunday, weekStart: 7 })).toBe('2026-11-29')
  expect(dueOf('Plan next Monday', sunday)).toBe('2026-11-23')
  expect(dueOf('Plan next Monday', { ...sunday, weekStart: 7 })).toBe('2026-11-30')
})

test('today is the day of the zone, and hours ahead are counted through a change of clocks', () => {
  const late = { now: new Date('2026-11-18T20:00:00Z') }
  expect(dueOf('Walk today', late)).toBe('2026-11-19')
  expect(dueOf('Walk today', { ...late, zone: 'America/New_York' })).toBe('2026-11-18')
  const beforeGap = { now: new Date('2026-03-08T06:30:00Z'), zone: 'America/New_York' }
  expect(dueOf('Walk in 1 hour', beforeGap)).toBe('2026-03-08 03:30')
  expect(dueOf('Walk in 1 minute', { now: new Date('2026-11-18T05:00:20Z') })).toBe('2026-11-18 10:02')
})

test('a title of its own is never taken away, and a long one is kept whole in the notes', () => {
  expect(parse('Friday').task).toEqual({ title: 'Friday' })
  expect(parse('(tomorrow), #home!').task).toEqual({ title: '(tomorrow), #home!' })
  expect(parse('   ').task).toEqual({ title: '' })
  const long = `Call ${'very '.repeat(200)}long tomorrow`
  const { task } = parse(long)
  expect(task.title).toHaveLength(500)
  expect(task.title.endsWith('…')).toBe(true)
  expect(task.notes).toBe(long.replace(' tomorrow', ''))
  expect(task.due?.date).toBe('2026-11-19')
})
