/** Replaces text that must not be read. No pattern matches it. */
export const OPAQUE = '\uFFFC'

/**
 * The letters of folded text, for the brackets of a pattern. Blocks, because \p{L} makes the patterns compile ten times
 * as slowly.
 */
export const LETTER =
  'a-z_\\u00aa\\u00b5\\u00ba\\u00c0-\\u1fff\\u2c00-\\u2dff\\u3005-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufefe\\uff21-\\uffdc'

/** The text for the patterns, and for each of its units the range of the original text. */
export interface Folded {
  text: string
  start: number[]
  end: number[]
}

const oneSpelling = new Map<string, string>()
const spellAs = (letter: string, others: string) => {
  for (const other of others) oneSpelling.set(other, letter)
}
// Keyboards write these letters differently, and people write hamza and madda differently: each group is one letter.
spellAs('ا', 'آأإٱ')
spellAs('و', 'ؤ')
spellAs('ی', 'يىئ')
spellAs('ک', 'ك')
spellAs('ہ', 'هھةۃۀەۂ')
spellAs('ے', 'ۓ')
spellAs(',', '،')
spellAs(';', '؛')
spellAs('.', '۔')
spellAs('?', '؟')
spellAs('/', '؍')
spellAs('-', '–—−‑')
spellAs("'", '’ʼ')
spellAs('!', '！')
for (let digit = 0; digit <= 9; digit++) spellAs(String(digit), String.fromCharCode(0x660 + digit, 0x6f0 + digit))

const mark = /[\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]/
/** Invisible characters: direction marks, joiners, soft hyphens, the stretching of letters. */
const unseen = /[\u00ad\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/

/** Lower case, ASCII digits, one spelling for each letter, single spaces, and OPAQUE where `isOpaque` is true. */
export function fold(original: string, isOpaque: (at: number) => boolean = () => false): Folded {
  const units: string[] = []
  const start: number[] = []
  const end: number[] = []
  const put = (unit: string, from: number, to: number) => {
    units.push(unit)
    start.push(from)
    end.push(to)
  }
  for (let at = 0; at < original.length; at++) {
    const unit = original.charAt(at)
    const last = units.length - 1
    if (isOpaque(at)) {
      if (units[last] === OPAQUE) end[last] = at + 1
      else put(OPAQUE, at, at + 1)
    } else if (mark.test(unit)) {
      if (end[last] === at) end[last] = at + 1
    } else if (/\s/.test(unit) && unit !== '\ufeff') {
      if (units[last] === ' ') end[last] = at + 1
      else put(' ', at, at + 1)
    } else if (!unseen.test(unit)) {
      const small = oneSpelling.get(unit) ?? unit.toLowerCase()
      put(small.length === 1 ? small : unit, at, at + 1)
    }
  }
  return { text: units.join(''), start, end }
}
