import { invalidJson, invalidRequest, tooLarge } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'

interface Shape {
  depth: number
  values: number
}

/** Sensible JSON has more bytes for each of its values than this. */
const leastBytesPerValue = 12

/** How many values a body of so many bytes may hold. */
export const valuesIn = (maxBytes: number): number => Math.floor(maxBytes / leastBytesPerValue)

/**
 * Parses JSON of a bounded depth and number of values. Both are counted in the text: the parser itself would take seconds
 * for ten million brackets, and a hundred megabytes for what they make.
 */
export function parseJson(text: string, most: Shape): { json: unknown; depth: number } {
  const { depth, values } = shapeOf(text, most)
  if (depth > most.depth)
    throw new Refused(refuse(invalidRequest, { detail: `The body is nested more than ${most.depth} levels deep.` }))
  if (values > most.values)
    throw new Refused(refuse(tooLarge, { detail: `The body may hold at most ${most.values} values.` }))
  try {
    return { json: JSON.parse(text), depth }
  } catch (error) {
    throw new Refused(refuse(invalidJson, error instanceof Error ? { detail: error.message } : {}))
  }
}

/** Counts until one of the two is too much. An empty list or object counts twice. */
function shapeOf(text: string, most: Shape): Shape {
  let depth = 0
  let deepest = 0
  let values = 1
  for (let i = 0; i < text.length && deepest <= most.depth && values <= most.values; i++) {
    const character = text.charCodeAt(i)
    if (character === quote) i = endOfString(text, i)
    else if (character === comma) values++
    else if (character === openList || character === openObject) {
      values++
      if (++depth > deepest) deepest = depth
    } else if (character === closeList || character === closeObject) depth--
  }
  return { depth: deepest, values }
}

/** The index of the quote that ends the string that begins at `start`. */
export function endOfString(text: string, start: number): number {
  let i = start + 1
  while (i < text.length && text.charCodeAt(i) !== quote) i += text.charCodeAt(i) === backslash ? 2 : 1
  return i
}

const [quote, comma, backslash] = [0x22, 0x2c, 0x5c]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]
