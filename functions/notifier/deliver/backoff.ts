/** One attempt and three retries. */
export const mostAttempts = 4
/** What could not even be tried by then helps nobody any more. */
export const longestWaitMs = 24 * 60 * 60 * 1000

const firstMs = 30_000
const factor = 4

/**
 * How long to wait before the next try: half a minute, two minutes, eight minutes, each up to a quarter more or less, so that
 * what failed together does not come back together. `random` is from 0 to 1.
 */
export function pauseMs(attempts: number, random: number): number {
  const wait = firstMs * factor ** (attempts - 1)
  return Math.round(wait * (0.75 + random / 2))
}
