import { MAX_NOTES, MAX_TITLE } from '../limits.ts'
import type { Range } from './untouched.ts'

/** Marks the place of removed text, so that the spaces and commas around it can be repaired. */
const GAP = '\uFDD0'

/** The text without the ranges, with single spaces, and without commas or brackets that belonged to them. */
export function withoutRanges(text: string, read: readonly Range[], dropped: readonly Range[]): string {
  const all = [...read.map(range => ({ ...range, mark: GAP })), ...dropped.map(range => ({ ...range, mark: '' }))]
  const pieces: string[] = []
  let from = 0
  for (const { start, end, mark } of all.sort((a, b) => a.start - b.start)) {
    pieces.push(visible(text.slice(from, start)), mark)
    from = end
  }
  pieces.push(visible(text.slice(from)))
  return mended(
    pieces
      .join('')
      .replace(/\s+/g, ' ')
      .replace(/ ?\uFDD0[ \uFDD0]*/g, GAP),
  )
}

function mended(text: string): string {
  const inside = text
    .replace(/[([{]\uFDD0[)\]}]/g, GAP)
    .replace(/ ?\uFDD0[ \uFDD0]*/g, GAP)
    .replace(/(?:[,;:،؛] ?)?(?<!^)\uFDD0(?=[.,;:!?،؛؟۔…)])/g, '')
  let [start, end] = [0, inside.length]
  if (inside.startsWith(GAP))
    while (start < end && /^(?:[\s\uFDD0,;:،؛–—]|[-.][\s\uFDD0])/.test(inside.slice(start, start + 2))) start++
  if (inside.endsWith(GAP)) while (end > start && /[\s\uFDD0,;:،؛–—-]/.test(inside.charAt(end - 1))) end--
  return inside.slice(start, end).replaceAll(GAP, ' ').replace(/\s+/g, ' ').trim()
}

/** Without control characters and without direction marks, which turn the text around them. */
const visible = (text: string) => text.replace(/[\u202a-\u202e\u2066-\u2069]|\uFDD0|(?!\s)\p{Cc}/gu, '')

/** The title of a long text is its beginning, and the notes keep the whole. */
export function fitted(whole: string): { title: string; notes?: string } {
  if (whole.length <= MAX_TITLE) return { title: whole }
  return { title: `${cut(whole, MAX_TITLE - 1).trimEnd()}…`, notes: cut(whole, MAX_NOTES) }
}

/** Never cuts a character in two. */
function cut(text: string, length: number): string {
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length)
}
