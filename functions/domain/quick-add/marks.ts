import type { Meaning } from './meaning.ts'

const TAG = /#(?=[\p{N}_-]*\p{L})[\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_]/uy
const PRIORITY = /(?:p|(?:priority|ترجیح|tarjeeh|tarjih) )([1-4])(?![\p{L}\p{M}\p{N}_'/@#&+=%-]|[.:]\p{N})/uy

/** A tag has at least one letter: #12 is the number of something. */
export function tagAt(text: string, at: number): number | undefined {
  TAG.lastIndex = at
  const match = TAG.exec(text)
  return match ? at + match[0].length : undefined
}

/** The name in Unicode's composed form and without direction marks; `undefined` if it is too long. */
export function tagNamed(written: string): Meaning | undefined {
  const name = written
    .slice(1)
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]/g, '')
    .normalize('NFC')
  return name.length <= 50 ? { kind: 'tag', name } : undefined
}

export function priorityAt(text: string, at: number): { end: number; meaning: Meaning } | undefined {
  PRIORITY.lastIndex = at
  const match = PRIORITY.exec(text)
  return match ? { end: at + match[0].length, meaning: { kind: 'priority', level: `P${match[1]}` as 'P1' } } : undefined
}
