/** A part of a line that the person keeps as text. */
export interface Range {
  start: number
  end: number
}

/**
 * The parts after an edit of the line: a part that shifted keeps its text, an edited part is parsed again. The edit is
 * everything between the first and the last character that differ.
 */
export function moveRanges(ranges: readonly Range[], before: string, after: string): Range[] {
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
