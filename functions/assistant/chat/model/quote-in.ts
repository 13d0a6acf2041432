import { fold } from '../../../domain/fold.ts'

/** A run of letters, digits and their marks, as `fold` keeps them together. */
const word = /[\p{L}\p{N}\p{M}\u0640\u200c\u200d]+/gu

interface Word {
  folded: string
  start: number
  end: number
}

const wordsIn = (text: string): Word[] =>
  [...text.matchAll(word)].flatMap(({ 0: found, index }) =>
    fold(found)
      .split(' ')
      .filter(Boolean)
      .map(folded => ({ folded, start: index, end: index + found.length })),
  )

/**
 * The part of the message that a quote means, as the person wrote it: so a model cannot add a sign, a letter or a word.
 * `undefined`: the message has no such words in this order.
 */
export function quoteIn(said: string, quote: string): string | undefined {
  const wanted = wordsIn(quote)
  const [first, last] = [wanted[0], wanted.at(-1)]
  // A quote of signs alone, such as an emoji, must be there exactly.
  if (!first || !last) return quote.trim() && said.includes(quote.trim()) ? quote.trim() : undefined
  const have = wordsIn(said)
  const at = have.findIndex((_, i) => wanted.every(({ folded }, k) => have[i + k]?.folded === folded))
  const [from, to] = [have[at], have[at + wanted.length - 1]]
  if (!from || !to) return undefined
  // Signs around the words belong to the quote where both have them: `#home`, `!!`.
  const before = quote.slice(0, first.start).trimStart()
  const after = quote.slice(last.end).trimEnd()
  const start = said.slice(0, from.start).endsWith(before) ? from.start - before.length : from.start
  const end = said.startsWith(after, to.end) ? to.end + after.length : to.end
  return said.slice(start, end)
}
