import { expect, test } from 'vitest'
import { long } from '../testing/quick-add-long.ts'
import { said } from '../testing/quick-add-sentences.ts'
import { parseQuickAdd } from './parse.ts'

const parse = (text: string) => parseQuickAdd({ text, locale: 'en', ...said })
// How long they take is a figure of the bench; one that is read for seconds ends the test at its limit.
test.each(long)('%s are a draft', (_, text) => {
  const { task } = parse(text)
  expect(task.title.length).toBeLessThanOrEqual(500)
  expect(task.title.isWellFormed()).toBe(true)
})

test('direction marks neither hide a word nor stay in a title, where they would turn what stands around it', () => {
  const { task } = parse('\u2067دودھ لانا\u2069 ک\u200fل \u202eشام 5 بجے #گ\u200fھر\u202c')
  expect(task).toEqual({
    title: 'دودھ لانا',
    due: { date: '2026-11-19', time: '17:00', zone: 'Asia/Karachi' },
    tags: ['گھر'],
  })
})

test('composed and decomposed letters are read alike, and a tag is kept in composed form', () => {
  const decomposed = 'آج caf\u00e9 #\u00e9t\u00e9'.normalize('NFD')
  expect(parse(decomposed).task).toMatchObject({ due: { date: '2026-11-18' }, tags: ['été'] })
})

test('Arabic keyboards write Urdu, too', () => {
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
])('quotes and backslashes: %s', (text, title) => {
  expect(parse(text).task).toEqual({ title, due: { date: '2026-11-18', zone: 'Asia/Karachi' } })
})

test('a task has twenty tags of fifty characters: what is more stays in the title', () => {
  const many = Array.from({ length: 22 }, (_, n) => `#tag${n}`).join(' ')
  expect(parse(`Sort ${many}`).task).toMatchObject({ title: 'Sort #tag20 #tag21' })
  expect(parse('Sort #Home #home').task).toEqual({ title: 'Sort', tags: ['Home'] })
  const tooLong = `#${'a'.repeat(51)}`
  expect(parse(`Sort ${tooLong}`).task).toEqual({ title: `Sort ${tooLong}` })
})

test('what is pasted after 2,000 characters is kept and not read', () => {
  const { task, spans } = parse(`Read this today ${'word '.repeat(500)} #late tomorrow`)
  expect(spans.map(span => span.text)).toEqual(['today'])
  expect(task.notes?.endsWith('#late tomorrow')).toBe(true)
})
