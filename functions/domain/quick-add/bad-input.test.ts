import { expect, test } from 'vitest'
import { long } from '../testing/quick-add-long.ts'
import { typedAt } from '../testing/quick-add-sentences.ts'
import { parseQuickAdd } from './parse.ts'

const parse = (text: string) => parseQuickAdd({ text, locale: 'en', ...typedAt })
// The bench measures their time. A text that takes seconds fails here at the limit of the test.
test.each(long)('%s become a draft', (_, text) => {
  const { task } = parse(text)
  expect(task.title.length).toBeLessThanOrEqual(500)
  expect(task.title.isWellFormed()).toBe(true)
})

test('direction marks do not hide a word, and do not stay in a title, where they would turn the text around it', () => {
  const { task } = parse('\u2067دودھ لانا\u2069 ک\u200fل \u202eشام 5 بجے #گ\u200fھر\u202c')
  expect(task).toEqual({
    title: 'دودھ لانا',
    due: { date: '2026-11-19', time: '17:00', zone: 'Asia/Karachi' },
    tags: ['گھر'],
  })
})

test('composed and decomposed letters mean the same, and a tag is kept in composed form', () => {
  const decomposed = 'آج caf\u00e9 #\u00e9t\u00e9'.normalize('NFD')
  expect(parse(decomposed).task).toMatchObject({ due: { date: '2026-11-18' }, tags: ['été'] })
})

test('Urdu from an Arabic keyboard is read too', () => {
  expect(parse('كل صبح ٩ بجے ميٹنگ').task).toMatchObject({ due: { date: '2026-11-19', time: '09:00' } })
})

test.each([
  ['Read "a «tomorrow» b" today', 'Read "a «tomorrow» b"'],
  ['Read «a «tomorrow» b» today', 'Read «a «tomorrow» b»'],
  ['Buy a 5" pipe today', 'Buy a 5" pipe'],
  ['Say \\"hello today', 'Say "hello'],
  ['Write \\!30m today', 'Write !30m'],
  ['Write \\p1 today', 'Write p1'],
  ['Open \\\\server\\share today', 'Open \\\\server\\share'],
  ['Use \\d+ today', 'Use \\d+'],
])('quoted text and text after a backslash stay in the title: %s', (text, title) => {
  expect(parse(text).task).toEqual({ title, due: { date: '2026-11-18', zone: 'Asia/Karachi' } })
})

test('a task has at most twenty tags of fifty characters, and other tags stay in the title', () => {
  const many = Array.from({ length: 22 }, (_, n) => `#tag${n}`).join(' ')
  expect(parse(`Sort ${many}`).task).toMatchObject({ title: 'Sort #tag20 #tag21' })
  expect(parse('Sort #Home #home').task).toEqual({ title: 'Sort', tags: ['Home'] })
  const tooLong = `#${'a'.repeat(51)}`
  expect(parse(`Sort ${tooLong}`).task).toEqual({ title: `Sort ${tooLong}` })
})

test('text after the first 2,000 characters is kept and not read', () => {
  const { task, spans } = parse(`Read this today ${'word '.repeat(500)} #late tomorrow`)
  expect(spans.map(span => span.text)).toEqual(['today'])
  expect(task.notes?.endsWith('#late tomorrow')).toBe(true)
})

test('a repetition cannot end after the calendar does: the words of its end stay in the title', () => {
  expect(parse('Water daily at 9am for 200 years').task).toMatchObject({
    title: 'Water for 200 years',
    repeat: { rule: 'FREQ=DAILY' },
  })
})
