/** The life signs of a receiver, for those that wait until it answers again. */
export interface Pulse {
  /** It answered. */
  beat(): void
  /** Resolves at its next answer. */
  next(): Promise<void>
}

export function newPulse(): Pulse {
  let { promise, resolve } = Promise.withResolvers<void>()
  return {
    beat() {
      resolve()
      ;({ promise, resolve } = Promise.withResolvers<void>())
    },
    next: () => promise,
  }
}
