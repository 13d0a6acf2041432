/** What an answer may cost a model that did not ask for more. */
export const usualTokens = 1_900

/**
 * About how many tokens a JSON text has, and seldom too few. A real tokenizer is megabytes of code, which a function that
 * starts from zero would load on every start; a test compares the two.
 */
export function estimateTokens(value: object): number {
  const json = JSON.stringify(value)
  const rest = json.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '')
  let tokens = ((json.length - rest.length) / 36) * 30
  for (const character of rest) tokens += weightOf(character)
  return Math.ceil(tokens)
}

function weightOf(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code > 0xffff) return 3
  if (code >= 0x600 && code <= 0x6ff) return 0.5
  if (code > 0x7f) return 1.2
  if (character === ' ') return 0.1
  if (/[A-Za-z]/.test(character)) return 0.3
  return /\d/.test(character) ? 0.45 : 0.55
}

/** The first form that fits, or else the last. Every form but the first says that it is cut. */
export function fit(forms: readonly (() => object)[], tokens = usualTokens): object {
  for (const [i, form] of forms.entries()) {
    const shown = i ? { ...form(), cut: true } : form()
    if (i === forms.length - 1 || estimateTokens(shown) <= tokens) return shown
  }
  return {}
}
