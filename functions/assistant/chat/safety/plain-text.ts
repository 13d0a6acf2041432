/** Characters that hide, or turn the direction of other text. The isolates around titles are no such characters. */
const tricks =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2067\u206a-\u206f\ufeff\u{e0000}-\u{e007f}]/u
const isolate = /\u2068[^\u2068\u2069]*\u2069/g
const link = /https?:|www\.|\w\.example|\]\(|!\[|<[a-z]/i

/** What is wrong with the text of an answer: a hidden character, or a link that is not a part of a title or the like. */
export function faultsOfText(text: string): string[] {
  const own = text.replaceAll(isolate, '')
  return [
    ...(tricks.test(text) ? ['a character that hides or turns text'] : []),
    ...(/[\u2068\u2069]/.test(own) ? ['an isolate that is not closed'] : []),
    ...(link.test(own) ? ['a link or markup outside of what a person wrote'] : []),
  ]
}
