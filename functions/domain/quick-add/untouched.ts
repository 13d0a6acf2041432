export interface Range {
  start: number
  end: number
}

const pairs = new Map([
  ['«', '»'],
  ['“', '”'],
])
const closers = new Map([...pairs].map(([open, close]) => [close, open]))
const isSpace = (unit: string) => unit === '' || /[\s\p{Cf}]/u.test(unit)
const opensAfter = (unit: string) => isSpace(unit) || /[([{«“,;:،؛-]/.test(unit)
const closesBefore = (unit: string) => isSpace(unit) || /[)\]}»”.,;:!?،؛؟۔…-]/.test(unit)

/**
 * The quoted parts of a text, outermost first. A quotation mark without its partner is an ordinary character, as in
 * `a 5" pipe`, and so is a quotation mark after a backslash.
 */
export function quoted(text: string): Range[] {
  const found: Range[] = []
  const opened = new Map<string, number[]>([...pairs.keys()].map(open => [open, []]))
  let straight = -1
  for (let at = 0; at < text.length; at++) {
    const unit = text.charAt(at)
    if (text.charAt(at - 1) === '\\') continue
    if (unit === '"') {
      if (straight >= 0 && closesBefore(text.charAt(at + 1))) {
        found.push({ start: straight, end: at + 1 })
        straight = -1
      } else if (opensAfter(text.charAt(at - 1))) straight = at
    } else if (pairs.has(unit)) opened.get(unit)?.push(at)
    else {
      const start = opened.get(closers.get(unit) ?? '')?.pop()
      if (start !== undefined) found.push({ start, end: at + 1 })
    }
  }
  return found
}

/** Whether one of the ranges covers a unit of the text. */
export function covering(ranges: readonly Range[], length: number): (at: number) => boolean {
  const edges = new Int32Array(length + 1)
  for (const { start, end } of ranges) {
    const [from, to] = [Math.max(0, Math.min(start, length)), Math.max(0, Math.min(end, length))]
    if (!(from < to)) continue
    edges[from] = (edges[from] ?? 0) + 1
    edges[to] = (edges[to] ?? 0) - 1
  }
  for (let at = 1; at <= length; at++) edges[at] = (edges[at] ?? 0) + (edges[at - 1] ?? 0)
  return at => (edges[at] ?? 0) > 0
}
