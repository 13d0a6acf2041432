/** More waiting items than this delay the next one, so that a fast sender cannot fill the memory. */
const most = 100

export interface Gathered<T> {
  /** Resolves at once while there is room. Rejects after the work has failed. */
  add(item: T): Promise<void>
  /** Resolves when no item waits. Rejects after the work has failed. */
  done(): Promise<void>
}

/** Does one piece of work at a time, each with all items that arrived during the one before, in their order. */
export function gather<T>(work: (items: T[]) => Promise<void>): Gathered<T> {
  const waiting: T[] = []
  /** Stays rejected after a failure: work on later items would skip the failed ones. */
  let running: Promise<void> | undefined
  async function run(): Promise<void> {
    while (waiting.length) await work(waiting.splice(0))
    running = undefined
  }
  return {
    async add(item) {
      waiting.push(item)
      running ??= run()
      // `done` reports the failure.
      running.catch(() => {})
      if (waiting.length >= most) await running
    },
    done: async () => running,
  }
}
