/** What is made when it is first asked for: a formatter takes milliseconds to make, which a start has no use for. */
export function once<T>(make: () => T): () => T {
  let made: { it: T } | undefined
  return () => {
    made ??= { it: make() }
    return made.it
  }
}
