/** Letters that Arabic and Urdu keyboards write differently, and that readers see as the same letter. */
const sameLetters: Record<string, string> = {
  ي: 'ی',
  ى: 'ی',
  ئ: 'ی',
  ك: 'ک',
  ه: 'ہ',
  ۂ: 'ہ',
  ة: 'ہ',
  ۃ: 'ہ',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ؤ: 'و',
}

/**
 * Text as the search compares it: words in lower case with single spaces between them, without accents, vowel signs,
 * punctuation or joiners. Digits of every script become 0-9.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[أإآٱؤئيىكهۂةۃ]/g, letter => sameLetters[letter] ?? letter)
    .normalize('NFKD')
    .replaceAll(/[\p{Mn}\u0640\u200c\u200d]/gu, '')
    .toLowerCase()
    .replaceAll(/\p{Nd}/gu, digit => String(digitOf(digit)))
    .replaceAll(/[^\p{L}\p{N}\p{Mc}]+/gu, ' ')
    .trim()

/** In Unicode the ten digits of a script stand in a row, from 0 to 9. */
function digitOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return (code - zero) % 10
}

/** The distinct words of folded text. */
export const wordsOf = (folded: string): string[] => [...new Set(folded.split(' ').filter(Boolean))]
