import { datesEn } from './dates-en.ts'
import { datesNumeric } from './dates-numeric.ts'
import { datesUr } from './dates-ur.ts'
import type { Folded } from './fold.ts'
import { limits } from './limits.ts'
import { priorityAt, tagAt, tagNamed } from './marks.ts'
import type { Found, Meaning } from './meaning.ts'
import { notDates } from './not-dates.ts'
import { type Context, matchAt, type Pattern } from './pattern.ts'
import { reminders } from './reminders.ts'
import { repeatsEn } from './repeats-en.ts'
import { repeatsUr } from './repeats-ur.ts'
import { timesEn } from './times-en.ts'
import { timesUr } from './times-ur.ts'
import type { Range } from './untouched.ts'

/** Of two readings of the same words the first here is taken. */
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
  ...limits,
]

/** The patterns by the letter with which they can start, each list in the order above. */
const startingWith = new Map<string, Pattern[]>()
for (const pattern of patterns)
  for (const letter of pattern.firstLetters) {
    const list = startingWith.get(letter) ?? []
    startingWith.set(letter, list)
    list.push(pattern)
  }

/** Nobody types a task of more: what is pasted after that is kept and not read, so that no text costs much. */
const MAX_READ = 2_000

const canStart = /^$|[^\p{L}\p{M}\p{N}_'/@#&+=%$€:.\\-]/u

export interface Scan {
  found: Found[]
  /** Backslashes that kept something from being read. */
  escapes: Range[]
}

/** Reads from left to right; where several patterns fit, the longest. */
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
