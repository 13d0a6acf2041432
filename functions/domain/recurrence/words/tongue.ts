import type { Meaning } from './meaning.ts'

/** A language that can express a repetition. */
export interface Tongue {
  say: (meaning: Meaning) => string
  /** True for every rule. For the rules that no sentence expresses exactly. */
  generic: string
}

/** Makes a value at its first use: a formatter takes milliseconds, which no cold start should pay. */
export function once<T>(make: () => T): () => T {
  let made: { it: T } | undefined
  return () => {
    made ??= { it: make() }
    return made.it
  }
}
