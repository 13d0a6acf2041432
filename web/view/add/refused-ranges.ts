/** A part of a line that the person wants as text. */
export interface Range {
  start: number
  end: number
}

/**
 * The same parts after the line was edited: one that was moved moves along, one that was typed into is read again.
 * What was edited is all between the first and the last character that differ.
 */
export function moved(ranges: readonly Range[], before: string, after: string): Range[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  while (tail < before.length - head && tail < after.length - head && before.at(-1 - tail) === after.at(-1 - tail))
    tail++
  const shift = after.length - before.length
  return ranges.flatMap(({ start, end }) => {
    if (end <= head) return [{ start, end }]
    if (start >= before.length - tail) return [{ start: start + shift, end: end + shift }]
    return []
  })
}
