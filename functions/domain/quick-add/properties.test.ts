import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { NewTask } from '../task.ts'
import { sentences, typedAt } from '../testing/quick-add-sentences.ts'
import { instantOf } from '../zone.ts'
import { parseQuickAdd, type QuickAdd } from './parse.ts'

const tables = (['en', 'ur', 'roman-urdu'] as const).flatMap(sentences)
const parse = (text: string, more: Partial<QuickAdd> = {}) => parseQuickAdd({ text, locale: 'en', ...typedAt, ...more })

/** Pieces with a meaning, and pieces that may break the parser, in any order. */
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

test('spans are within the text, in order, without overlap, and have the text of their place', () => {
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

test('the draft of any text is valid for a new task', () => {
  const typed = text.filter(text => text.isWellFormed() && !text.includes('\0') && /[\p{L}\p{N}]/u.test(text))
  fc.assert(
    fc.property(typed, moment, (text, at) => {
      const result = v.safeParse(NewTask, parse(text, at).task)
      expect(result.issues?.map(issue => issue.message)).toBeUndefined()
    }),
    { numRuns: 2000 },
  )
})

test('no draft is due in the past', () => {
  fc.assert(
    fc.property(text, moment, (text, at) => {
      const { due } = parse(text, at).task
      const last = due && instantOf(due.date, due.time ?? '23:59', due.zone)
      if (last) expect(last.getTime()).toBeGreaterThan(at.now.getTime() - 60_000)
    }),
    { numRuns: 2000 },
  )
})

test('the title has exactly the letters outside the spans', () => {
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

test('the same text, moment and zone always give the same draft', () => {
  fc.assert(
    fc.property(text, moment, (text, at) => {
      expect(parse(text, at)).toEqual(parse(text, at))
    }),
  )
})

test('a span that a person refuses is not read again', () => {
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
