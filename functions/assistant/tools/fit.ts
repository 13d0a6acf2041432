/** What an answer may cost a model that did not ask for more. */
export const usualTokens = 1_900

/**
 * About how many tokens a JSON text has, rather too many than too few. A real tokenizer is megabytes of code, which a
 * function that starts from zero would load on every start; a test compares the two.
 */
export function estimateTokens(value: object): number {
  let tokens = 0
  for (const [part] of JSON.stringify(value).matchAll(/[A-Za-z]+|\d+| +|[^A-Za-z\d ]/gu)) tokens += weightOf(part)
  return Math.ceil(tokens)
}

function weightOf(part: string): number {
  const { length } = part
  if (/^[A-Za-z]/.test(part)) return isWord.test(part) && !/[^aeiouy]{5}/i.test(part) ? 0.6 + 0.2 * length : length
  if (/^\d/.test(part)) return Math.max(1, 0.6 + 0.3 * length)
  if (part.startsWith(' ')) return 0.25
  if (/[\u0600-\u06ff]/.test(part)) return 0.6
  if (part < '\x7f') return 0.6
  return /[\u0080-\u1000\u3000-\u9fff\uac00-\ud7ff]/.test(part) ? 1.3 : 3
}

/** Words of natural language and names of fields are cheap, other letters are not. */
const isWord = /^[A-Z]?[a-z]{2,}(?:[A-Z][a-z]+)*$|^[A-Z]+$/

/** The first form that fits, or else the last. Every form but the first says that it is cut. */
export function fit(forms: readonly (() => object)[], tokens = usualTokens): object {
  for (const [i, form] of forms.entries()) {
    const shown = i ? { ...form(), cut: true } : form()
    if (i === forms.length - 1 || estimateTokens(shown) <= tokens) return shown
  }
  return {}
}
