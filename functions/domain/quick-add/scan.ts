import { MAX_TAG_NAME } from '../limits.ts'
import { notDates } from './dates.ts'
import { datesEn } from './dates-en.ts'
import { datesNumeric } from './dates-numeric.ts'
import { datesUr } from './dates-ur.ts'
import type { Folded } from './fold.ts'
import type { Found, Meaning } from './meaning.ts'
import { type Context, matchAt, type Pattern } from './pattern.ts'
import { reminders } from './reminders.ts'
import { endings } from './repeats.ts'
import { repeatsEn } from './repeats-en.ts'
import { repeatsUr } from './repeats-ur.ts'
import { timesEn } from './times-en.ts'
import { timesUr } from './times-ur.ts'
import type { Range } from './untouched.ts'

/** When two patterns match the same words, the first in this list wins. */
export const patterns: Pattern[] = [
  ...notDates,
  ...reminders,
  ...repeatsUr,
  ...repeatsEn,
  ...datesNumeric,
  ...datesUr,
  ...datesEn,
  ...timesUr,
  ...timesEn,
  ...endings,
]

/** The patterns by their first letters, each list in the order above. */
const startingWith = new Map<string, Pattern[]>()
for (const pattern of patterns)
  for (const letter of pattern.firstLetters) {
    const list = startingWith.get(letter) ?? []
    startingWith.set(letter, list)
    list.push(pattern)
  }

/** Nobody types a longer task. Text after this is kept and not read, so that every text is cheap. */
const MAX_READ = 2_000

const canStart = /^$|[^\p{L}\p{M}\p{N}_'/@#&+=%$€:.\\-]/u

export interface Scan {
  found: Found[]
  /** The backslashes that protect the text after them. */
  escapes: Range[]
}

/** Reads from left to right. The longest match wins. */
export function scan(original: string, folded: Folded, context: Context): Scan {
  const { text } = folded
  const found: Found[] = []
  const escapes: Range[] = []
  const range = (from: number, to: number): Range => ({
    start: folded.start[from] ?? 0,
    end: folded.end[to - 1] ?? original.length,
  })
  for (let at = 0; at < Math.min(text.length, MAX_READ); ) {
    if (text[at] === ' ' || !canStart.test(text.charAt(at - 1))) {
      at++
      continue
    }
    const escaped = text[at] === '\\'
    const from = escaped ? at + 1 : at
    const longest = longestAt(original, folded, from, context)
    if (escaped && (longest || /[#!"«“]/.test(text.charAt(from)))) escapes.push(range(at, from))
    else if (longest) found.push({ ...range(from, longest.end), meaning: longest.meaning })
    at = longest?.end ?? from + 1
  }
  return { found, escapes }
}

function longestAt(
  original: string,
  { text, start, end }: Folded,
  at: number,
  context: Context,
): { end: number; meaning: Meaning } | undefined {
  if (text[at] === '#') {
    const tagEnd = tagAt(text, at)
    const meaning = tagEnd && tagNamed(original.slice(start[at], end[tagEnd - 1]))
    return meaning ? { end: tagEnd, meaning } : undefined
  }
  let longest = priorityAt(text, at)
  for (const pattern of startingWith.get(text.charAt(at)) ?? []) {
    const match = matchAt(text, at, pattern, context)
    if (match && match.end > (longest?.end ?? at)) longest = match
  }
  return longest
}

const TAG = /#(?=[\p{N}_-]*\p{L})[\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_]/uy
const PRIORITY = /(?:p|(?:priority|ترجیح|tarjeeh|tarjih) )([1-4])(?![\p{L}\p{M}\p{N}_'/@#&+=%-]|[.:]\p{N})/uy

/** A tag has at least one letter: #12 is a number. */
function tagAt(text: string, at: number): number | undefined {
  TAG.lastIndex = at
  const match = TAG.exec(text)
  return match ? at + match[0].length : undefined
}

/** The name in Unicode's composed form and without direction marks; undefined if it is too long. */
function tagNamed(written: string): Meaning | undefined {
  const name = written
    .slice(1)
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]/g, '')
    .normalize('NFC')
  return name.length <= MAX_TAG_NAME ? { kind: 'tag', name } : undefined
}

function priorityAt(text: string, at: number): { end: number; meaning: Meaning } | undefined {
  PRIORITY.lastIndex = at
  const match = PRIORITY.exec(text)
  return match ? { end: at + match[0].length, meaning: { kind: 'priority', level: `P${match[1]}` as 'P1' } } : undefined
}
