/** This many failures in a row open the breaker. */
const threshold = 3
const restMs = 30_000
/** The longest Retry-After that counts. */
const longestMs = 10 * 60_000

/** A breaker in front of the server of the model, for this process. */
export interface Availability {
  isOpen(now: Date): boolean
  /** A half-open breaker admits exactly one probe, which opens it again for the others until its result is known. */
  admit(now: Date): boolean
  succeeded(): void
  /** A server that names a time is left alone until then. */
  failed(now: Date, retryAfterMs?: number): void
}

export function createAvailability(): Availability {
  let failures = 0
  let openUntilMs = 0
  const isOpen = (now: Date) => now.getTime() < openUntilMs
  return {
    isOpen,
    admit(now) {
      if (isOpen(now)) return false
      if (openUntilMs > 0) openUntilMs = now.getTime() + restMs
      return true
    },
    succeeded() {
      failures = 0
      openUntilMs = 0
    },
    failed(now, retryAfterMs = 0) {
      failures++
      const pauseMs = Math.max(Math.min(retryAfterMs, longestMs), failures >= threshold ? restMs : 0)
      if (pauseMs > 0) openUntilMs = now.getTime() + pauseMs
    },
  }
}

/** Retry-After has seconds or a date (RFC 9110). */
export function retryAfterMsOf(header: string | null, now: Date): number | undefined {
  if (!header) return undefined
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now.getTime()
  return ms > 0 ? ms : undefined
}
