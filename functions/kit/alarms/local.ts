import { inSpan } from '../telemetry/span.ts'
import { type Alarms, type Ring, requireName } from './alarms.ts'

export interface LocalAlarmsOptions {
  ring: Ring
  /** The pause before the next ring after a failure. */
  pauseMs?: number
}

/** Timers stand still while a computer sleeps, so a long wait checks the wall clock this often. */
const longestMs = 30_000

/** Alarms by timers of this process. They end with it, so the function must set them again at every start. */
export function localAlarms({ ring, pauseMs = 1_000 }: LocalAlarmsOptions): Alarms {
  const timers = new Map<string, { at: number; timer: NodeJS.Timeout }>()

  function wait(name: string, at: number): void {
    const leftMs = Math.max(0, at - Date.now())
    const timer = setTimeout(() => (Date.now() < at ? wait(name, at) : fire(name)), Math.min(leftMs, longestMs)).unref()
    timers.set(name, { at, timer })
  }

  function fire(name: string): void {
    timers.delete(name)
    // `ring` has logged its error.
    inSpan({ name: 'alarm', kind: 'consumer', from: undefined }, () => ring(name)).catch(() => {
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
