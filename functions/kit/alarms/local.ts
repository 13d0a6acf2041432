import { type Alarms, type Ring, requireName } from './alarms.ts'

export interface LocalAlarmsOptions {
  ring: Ring
  /** How long after a ring that failed the next one comes. */
  pauseMs?: number
}

/** A timer stands still while a computer sleeps, so the clock on the wall is asked now and then until it is time. */
const longestMs = 30_000

/**
 * Timers of this process. They end with it: whoever sets them reads from a table what to set, and does so at every start.
 */
export function localAlarms({ ring, pauseMs = 1_000 }: LocalAlarmsOptions): Alarms {
  const timers = new Map<string, { at: number; timer: NodeJS.Timeout }>()

  function wait(name: string, at: number): void {
    const leftMs = Math.max(0, at - Date.now())
    const timer = setTimeout(() => (Date.now() < at ? wait(name, at) : fire(name)), Math.min(leftMs, longestMs)).unref()
    timers.set(name, { at, timer })
  }

  function fire(name: string): void {
    timers.delete(name)
    // Whoever rings says itself what went wrong.
    ring(name).catch(() => {
      if (!timers.has(name)) wait(name, Date.now() + pauseMs)
    })
  }

  return {
    outlive: false,
    async set(name, at) {
      requireName(name)
      const known = timers.get(name)
      if (known?.at === at.getTime()) return
      clearTimeout(known?.timer)
      wait(name, at.getTime())
    },
    async cancel(name) {
      clearTimeout(timers.get(name)?.timer)
      timers.delete(name)
    },
    close() {
      for (const { timer } of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
