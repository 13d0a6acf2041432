const longest = 200

/** Signs that begin or carry markup, and brackets of links. */
const markup = /[<>[\]{}|\\`*_~#^=]+/g
/** Words that are or look like an address: a scheme, a host name, a mail address, four numbers. */
const address = /\S*(\/\/|@|(?<!\S)[a-z][a-z0-9+.-]*:(?=\S)|[\p{L}\p{N}]\.\p{L}{2}|\d\.\d+\.\d)\S*/giu
/** Control characters, directions, joiners outside of words, private and unassigned characters. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu

/** A question of a model as one line of plain text: no link, no picture, no markup. `undefined`: nothing is left of it. */
export function plainQuestion(question: string): string | undefined {
  const plain = question
    .toWellFormed()
    .slice(0, 4 * longest)
    .normalize('NFKC')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    // Urdu needs the non-joiner inside words.
    .replaceAll(invisible, (character, index: number, all: string) =>
      character === '\u200c' && /\p{L}/u.test(all[index - 1] ?? '') && /\p{L}/u.test(all[index + 1] ?? '')
        ? character
        : '',
    )
    .replaceAll(/!?\[[^\]]*\]\([^)]*\)/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(address, ' ')
    .replaceAll(markup, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const short = [...plain].slice(0, longest).join('').trim()
  return /\p{L}/u.test(short) ? short : undefined
}
