/** All characters that can start a phrase in folded text. */
const starts = [...'abcdefghijklmnopqrstuvwxyz0123456789!@', ...range(0x621, 0x64a), ...range(0x671, 0x6d3)]

interface Firsts {
  letters: Set<string>
  /** The part is optional, so the next part may be first. */
  optional: boolean
}

/**
 * The characters that can start a match of this regular expression. With them, most words try and compile few patterns.
 * It reads only what our patterns use: groups, lookaheads, brackets, escapes and quantifiers.
 */
export function firstLetters(source: string): Set<string> {
  let at = 0

  function alternatives(): Firsts {
    const all = sequence()
    while (source[at] === '|') {
      at++
      const other = sequence()
      for (const letter of other.letters) all.letters.add(letter)
      all.optional ||= other.optional
    }
    return all
  }

  function sequence(): Firsts {
    const all: Firsts = { letters: new Set(), optional: true }
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const part = quantified()
      if (!all.optional) continue
      for (const letter of part.letters) all.letters.add(letter)
      all.optional = part.optional
    }
    return all
  }

  function quantified(): Firsts {
    const part = atom()
    const [sign = ''] = /^(?:[?*+]|\{\d+,?\d*\})?/.exec(source.slice(at, at + 8)) ?? []
    at += sign.length
    return /^(?:[?*]|\{0)/.test(sign) ? { ...part, optional: true } : part
  }

  function atom(): Firsts {
    const opening = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/.exec(source.slice(at, at + 40))?.[0]
    if (opening) {
      at += opening.length
      const inner = alternatives()
      at++
      return /[=!]$/.test(opening) ? { letters: new Set(), optional: true } : inner
    }
    const single = source[at] === '[' ? bracket() : source.slice(at, at + (source[at] === '\\' ? 2 : 1))
    at += single.length
    if (single === '^' || single === '$') return { letters: new Set(), optional: true }
    const one = single.length === 1 && single !== '.' ? undefined : new RegExp(single)
    return { letters: new Set(one ? starts.filter(letter => one.test(letter)) : [single]), optional: false }
  }

  function bracket(): string {
    let to = at + 1
    while (source[to] !== ']') to += source[to] === '\\' ? 2 : 1
    return source.slice(at, to + 1)
  }

  return alternatives().letters
}

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, n) => String.fromCharCode(from + n))
}
