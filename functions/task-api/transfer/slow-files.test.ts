import { expect, test } from 'vitest'
import { Refused } from '../../kit/core/refusal.ts'
import { readCsv } from './read-csv.ts'
import { whenReader } from './read-when.ts'
import { checkRows, type Row } from './rows.ts'

const context = { zone: 'UTC', locale: 'en', now: new Date('2026-11-21T09:30:00Z') }

test('dates in words are read until there are too many different ones; dates in digits always', () => {
  const readWhen = whenReader(context)
  const different = (i: number) => readWhen(`in ${i} days ${'x'.repeat(60)}`)
  const answers = Array.from({ length: 5_000 }, (_, i) => different(i))
  expect(answers[0]).toMatch(/^«in 0 days x+…» cannot be read as a date$/)
  expect(answers.at(-1)).toBe('is one of too many dates in words: write it like 2026-11-21')
  expect(answers.filter(one => String(one).includes('cannot be read')).length).toBeGreaterThan(4_000)
  expect(readWhen('2026-12-24 18:00')).toEqual({ due: { date: '2026-12-24', time: '18:00', zone: 'UTC' } })
})

test('the same date in words counts once, however often it comes', () => {
  const readWhen = whenReader(context)
  for (let i = 0; i < 50_000; i++) expect(typeof readWhen('every monday at 9am')).toBe('object')
})

test('words that are too long for a date are not read', () => {
  expect(whenReader(context)(`tomorrow${' '.repeat(80)}`)).toMatch(/cannot be read as a date$/)
})

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

test('a file that takes too long to read is refused', async () => {
  function* slow(): Generator<Row> {
    for (let line = 1; ; line++) {
      for (const began = performance.now(); performance.now() - began < 25; );
      yield { place: { line }, fields: { title: 'a' } }
    }
  }
  const refusal = await allOf(checkRows(slow(), 60)).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(Refused)
  expect((refusal as Refused).refusal).toMatchObject({
    refused: { code: 'too-large' },
    detail: 'This file takes too long to read: import it in parts.',
  })
})

test('a Todoist task with too many comments is refused for its notes, and spaces before labels keep their meaning', async () => {
  const headings = 'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE'
  const rows = ['task,Buy   milk  @home @shops now,,1', `task,B,,1`, ...Array(3_000).fill(`note,${'x'.repeat(100)}`)]
  const [chunk] = await allOf(checkRows(readCsv([headings, ...rows].join('\n'), context).rows))
  const { entries = [], refused = [] } = chunk ?? {}
  expect(entries.map(({ task }) => [task.title, task.tags])).toEqual([['Buy   milk now', ['home', 'shops']]])
  expect(refused.map(({ errors }) => errors)).toEqual([
    [{ path: 'notes', message: 'must have at most 20000 characters' }],
  ])
})
