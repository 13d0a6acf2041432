/** Runs something after a delay. A second call before that keeps the earlier time. */
export interface Alarm {
  after(delayMs: number): void
}

/** A timer of this process: enough where the process stays alive, or where a sweep follows anyway. */
export function timerAlarm(wake: () => Promise<unknown>): Alarm {
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
