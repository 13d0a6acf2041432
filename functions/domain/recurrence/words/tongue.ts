import type { Meaning } from './meaning.ts'

/** How a language says when something repeats. */
export interface Tongue {
  say: (meaning: Meaning) => string
  /** True of every rule, and therefore said of those that no sentence would say exactly. */
  generic: string
}

/** What is made when it is first asked for: a formatter takes milliseconds to make, which a start has no use for. */
export function once<T>(make: () => T): () => T {
  let made: { it: T } | undefined
  return () => {
    made ??= { it: make() }
    return made.it
  }
}
