/** Waits for the work up to a limit; then the work goes on. The caller handles a rejection that comes after the limit. */
export async function within(work: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>(over => {
    timer = setTimeout(over, limitMs)
  })
  await Promise.race([work, limit]).finally(() => clearTimeout(timer))
}

/** Runs something after a delay. A second call before that keeps the earlier time. */
export interface Timer {
  after(delayMs: number): void
}

/** A timer of this process: enough where the process stays alive, or where a sweep follows anyway. */
export function newTimer(wake: () => Promise<unknown>): Timer {
  let timer: NodeJS.Timeout | undefined
  let due = Number.POSITIVE_INFINITY
  return {
    after(delayMs) {
      const at = performance.now() + delayMs
      if (at >= due) return
      clearTimeout(timer)
      due = at
      timer = setTimeout(() => {
        due = Number.POSITIVE_INFINITY
        // `wake` has logged its error and set the next alarm.
        wake().catch(() => {})
      }, delayMs).unref()
    },
  }
}

/** Waits until that moment by this clock: never less, although a timer may end a little early. */
export async function waitUntil(at: Date, now: () => Date): Promise<void> {
  for (let left = at.getTime() - now().getTime(); left > 0; left = at.getTime() - now().getTime())
    await new Promise(over => setTimeout(over, left))
}
