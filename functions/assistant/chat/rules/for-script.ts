/** The letters that a clause has. A pattern for one script is much smaller than one for both, and compiles as much faster. */
export type Script = 'latin' | 'arabic' | 'both'

const latin = /[a-z]/
const arabic = /[\u0600-\u06ff]/

export const scriptOf = (text: string): Script => {
  if (!arabic.test(text)) return 'latin'
  return latin.test(text) ? 'both' : 'arabic'
}

/** The source without what such a text cannot have; `undefined` if nothing of it can match. */
export function forScript(source: string, script: Script): string | undefined {
  if (script === 'both') return source
  const impossible = script === 'latin' ? arabic : latin
  const [kept] = alternatives(source, 0, impossible)
  return kept
}

/** Reads alternatives from a place to the end of their group, and keeps those that can match. */
function alternatives(source: string, from: number, impossible: RegExp): [kept: string | undefined, end: number] {
  const kept: string[] = []
  let branch: string | undefined = ''
  let at = from
  while (at < source.length && source[at] !== ')') {
    if (source[at] === '|') {
      if (branch !== undefined) kept.push(branch)
      branch = ''
      at++
      continue
    }
    const [piece, end]: [string | undefined, number] = pieceAt(source, at, impossible)
    branch = branch === undefined || piece === undefined ? undefined : branch + piece
    at = end
  }
  if (branch !== undefined) kept.push(branch)
  return [kept.length ? kept.join('|') : undefined, at]
}

const quantifier = /(?:[?*+]|\{\d+(?:,\d*)?\})\??/y
const groupStart = /\((?:\?(?:[:=!]|<[=!]|<\w+>))?/y

/** One character, class or group, with its quantifier. */
function pieceAt(source: string, at: number, impossible: RegExp): [piece: string | undefined, end: number] {
  groupStart.lastIndex = at
  const start = groupStart.exec(source)?.[0]
  if (!start) {
    const end = plainEnd(source, at)
    const quantified = quantifierAt(source, end)
    const text = source.slice(at, end)
    // An escape such as \w has a letter and is none; `{` begins the name of a captured group.
    const cannot = !/^[\\[{]/.test(text) && impossible.test(text)
    if (cannot) return [/^[?*]/.test(quantified) ? '' : undefined, end + quantified.length]
    return [text + quantified, end + quantified.length]
  }
  const [inner, close] = alternatives(source, at + start.length, impossible)
  const quantified = quantifierAt(source, close + 1)
  const end = close + 1 + quantified.length
  if (inner !== undefined) return [`${start}${inner})${quantified}`, end]
  // A negative lookaround for what cannot come always holds.
  const goesWithout = /^[?*]/.test(quantified) || start.endsWith('!')
  return [goesWithout ? '' : undefined, end]
}

function quantifierAt(source: string, at: number): string {
  quantifier.lastIndex = at
  return quantifier.exec(source)?.[0] ?? ''
}

function plainEnd(source: string, at: number): number {
  if (source[at] === '\\') return at + 2
  if (source[at] === '[') return source.indexOf(']', at + 2) + 1
  const name = /^\{[a-z]\w*\}/.exec(source.slice(at, at + 40))
  return name ? at + name[0].length : at + 1
}
