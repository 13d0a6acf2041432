/** Wakes this function when some time has passed. Asked again before that, it keeps the earlier moment. */
export interface Alarm {
  after(delayMs: number): void
}

/** An alarm that lives as long as the process: enough where the process stays, or where a sweep comes by anyway. */
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
        // Whoever sweeps says itself what went wrong, and sets the next alarm.
        wake().catch(() => {})
      }, delayMs).unref()
    },
  }
}
