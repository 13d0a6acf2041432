import type { Unit } from './calendar.ts'
import { en } from './en.ts'
import { fold } from './fold.ts'
import type { DayPart, Words } from './meaning.ts'
import { romanUrdu } from './roman-urdu.ts'
import { ur } from './ur.ts'

/** A kind of word: its source inside a pattern, and the meaning of one such word. */
export interface WordClass<T> {
  source: string
  read: (word: string) => T
}

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** The folded spellings of all languages together: people mix languages even within a phrase. */
function spellings(name: keyof Words, left: Words[keyof Words][] = []): Map<string, string> {
  const found = new Map<string, string>()
  for (const words of [en, ur, romanUrdu])
    for (const [meaning, list] of Object.entries(words[name] as Record<string, string>))
      for (const spelling of list.split('|')) found.set(fold(spelling).text, meaning)
  for (const words of left)
    for (const list of Object.values(words as Record<string, string>))
      for (const spelling of list.split('|')) found.delete(fold(spelling).text)
  return found
}

/** The longest spelling first, otherwise "mon" would match the beginning of "monday". */
const alternatives = (list: Iterable<string>) =>
  [...list]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|')

function named<T extends string>(words: Map<string, string>): WordClass<T> {
  return { source: alternatives(words.keys()), read: word => words.get(word) as T }
}

function numbered(words: Map<string, string>, digits = ''): WordClass<number> {
  const source = [digits, alternatives(words.keys())].filter(Boolean).join('|')
  return { source, read: word => Number(words.get(word) ?? word.match(/\d+/)?.[0]) }
}

const digits = (source: string): WordClass<number> => ({ source, read: word => Number(word.match(/\d+/)?.[0]) })
const literal = (source: string): WordClass<string> => ({ source, read: word => word })

const weekdays = spellings('weekday')
const listOf = (item: string) => `(?:${item})(?:(?: ?(?:${named(spellings('and')).source}) ?| )(?:${item}))*`
const ordinals = spellings('ordinal')
const ordinal = numbered(ordinals, '\\d{1,2} ?(?:st|nd|rd|th)')

const each = <T>(item: WordClass<T>): WordClass<T[]> => ({
  source: listOf(item.source),
  read: word =>
    [...word.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])(?:${item.source})(?![\\p{L}\\p{N}])`, 'gu'))].map(m =>
      item.read(m[0]),
    ),
})

/** The names that a pattern may have in braces. */
export const classes = {
  relativeDay: numbered(spellings('relativeDay')),
  weekday: numbered(weekdays),
  plainWeekday: numbered(spellings('weekday', [en.shyWeekday, ur.shyWeekday, romanUrdu.shyWeekday])),
  weekdays: each(numbered(weekdays)),
  month: numbered(spellings('month')),
  unit: named<Unit>(spellings('unit')),
  shortUnit: named<'minute' | 'hour'>(spellings('shortUnit')),
  number: numbered(spellings('number'), '\\d{1,3}'),
  hour: numbered(spellings('number'), '\\d{1,2}'),
  minute: digits('[0-5]\\d'),
  ordinal,
  ordinals: each(ordinal),
  day: digits('[0-3]?\\d'),
  year: digits('(?:19|20|21)\\d\\d'),
  dayPart: named<DayPart>(spellings('dayPart')),
  every: named<'due' | 'completion'>(spellings('every')),
  words: literal('[^\\uFFFC]+'),
} satisfies Record<string, WordClass<unknown>>

export type Classes = typeof classes
