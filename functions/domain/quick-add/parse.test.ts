import { expect, test } from 'vitest'
import { typedAt } from '../testing/quick-add-sentences.ts'
import { parseQuickAdd, type QuickAdd } from './parse.ts'

const parse = (text: string, more: Partial<QuickAdd> = {}) => parseQuickAdd({ text, locale: 'en', ...typedAt, ...more })
const dueOf = (text: string, more: Partial<QuickAdd> = {}) => {
  const { due } = parse(text, more).task
  return due && [due.date, due.time].filter(Boolean).join(' ')
}

test('after a person refuses a date, its words stay in the title and the next date takes its place', () => {
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

test('spans have a kind and offsets of the original text', () => {
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

test('"remind me to" is a chip of its own, and becomes text again when a person refuses it', () => {
  const { spans } = parse('Remind me tomorrow to call mum')
  expect(spans.map(span => [span.kind, span.text])).toEqual([
    ['reminder', 'Remind me'],
    ['date', 'tomorrow to'],
  ])
  const again = parse('Remind me tomorrow to call mum', { except: spans.slice(0, 1) }).task
  expect(again).toEqual({ title: 'Remind me to call mum', due: { date: '2026-11-19', zone: typedAt.zone } })
})

test.each([
  ['en', '2026-12-05'],
  ['en-GB', '2026-12-05'],
  ['ur', '2026-12-05'],
  ['en-US', '2027-05-12'],
])('the locale %s decides whether 5/12 is in May or in December', (locale, expected) => {
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
])('at 10:00 on a Wednesday, no sentence gives a due date in the past: %s', (sentence, expected) => {
  expect(dueOf(sentence)).toBe(expected)
})

test('the week starts on the day that the caller chooses', () => {
  const sunday = { now: new Date('2026-11-22T05:00:00Z') }
  expect(dueOf('Plan next week', sunday)).toBe('2026-11-23')
  expect(dueOf('Plan next week', { ...sunday, weekStart: 7 })).toBe('2026-11-29')
  expect(dueOf('Plan next Monday', sunday)).toBe('2026-11-23')
  expect(dueOf('Plan next Monday', { ...sunday, weekStart: 7 })).toBe('2026-11-30')
})

test('today is the day in the zone, and "in 1 hour" is right across a change of clocks', () => {
  const late = { now: new Date('2026-11-18T20:00:00Z') }
  expect(dueOf('Walk today', late)).toBe('2026-11-19')
  expect(dueOf('Walk today', { ...late, zone: 'America/New_York' })).toBe('2026-11-18')
  const beforeGap = { now: new Date('2026-03-08T06:30:00Z'), zone: 'America/New_York' }
  expect(dueOf('Walk in 1 hour', beforeGap)).toBe('2026-03-08 03:30')
  expect(dueOf('Walk in 1 minute', { now: new Date('2026-11-18T05:00:20Z') })).toBe('2026-11-18 10:02')
})

test('a draft always has a title, and the notes keep the whole of a long one', () => {
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
