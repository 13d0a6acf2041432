export type Gate = <T>(work: () => Promise<T>) => Promise<T>

/** A limit on parallel work: up to `most` at a time, and the rest waits in order. */
export function newGate(most: number): Gate {
  let inside = 0
  const waiting: (() => void)[] = []
  return async work => {
    if (inside >= most) await new Promise<void>(enter => waiting.push(enter))
    else inside++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else inside--
    }
  }
}
