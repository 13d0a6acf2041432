import { setTimeout } from 'node:timers/promises'
import * as v from 'valibot'
import { unavailable } from '../core/problems.ts'
import { Refused } from '../core/refusal.ts'
import { heals } from '../http/heals.ts'

const usualLimitMs = 8_000

/** The longest wait of a delivery inside the function. A longer one would not fit into the time that a platform gives a request. */
export const patienceEntries = {
  EVENTS_WAIT_MS: v.optional(
    v.pipe(v.string(), v.digits('must be milliseconds'), v.transform(Number), v.maxValue(30_000)),
    String(usualLimitMs),
  ),
}

/** How long a delivery waits inside the function while its database or its broker is away. */
export interface Patience {
  limitMs: number
  /** A clock that only goes forward. */
  now: () => number
  pause: (ms: number, stop: AbortSignal) => Promise<unknown>
}

/**
 * A KafkaSource cannot retry often enough: its pauses grow by at least a tenth of a second, so they pass 15 s within 19 minutes.
 * With this wait in each attempt it needs fewer attempts, and most recoveries fall into one.
 */
export const patience = (limitMs = usualLimitMs): Patience => ({
  limitMs,
  now: () => performance.now(),
  pause: (ms, signal) => setTimeout(ms, undefined, { signal }),
})

const shortestPauseMs = 100
const longestPauseMs = 1_000

/** Repeats the work until it succeeds, fails for good, or the patience or the process ends. */
export async function untilItHeals<T>(
  work: () => Promise<T>,
  { limitMs, now, pause }: Patience,
  stop: AbortSignal,
): Promise<T> {
  const end = now() + limitMs
  for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await work()
    } catch (error) {
      if (!isUnavailable(error) || now() + pauseMs > end) throw error
      await pause(pauseMs, stop).catch(() => {
        throw error
      })
    }
  }
}

/** The database or the broker is away: the same events may be handled in a moment. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof Refused ? error.refusal.refused === unavailable : heals(error)
