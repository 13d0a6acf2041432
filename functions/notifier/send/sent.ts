import { AddressRefused, type Reply, TimedOut } from '../guard/post.ts'

/**
 * What became of an attempt. again: it surely did not arrive. never: it did not, and never will. gone: nobody is there any
 * more. uncertain: it may have arrived, and must not come twice.
 */
export interface Sent {
  outcome: 'delivered' | 'again' | 'never' | 'gone' | 'uncertain'
  status?: number
  reason?: string
  retryAfterMs?: number
  /** Whether it says that the other side is not well, and not that this message was wrong. */
  unwell?: boolean
}

const hourMs = 60 * 60 * 1000

/** An answer that says neither "taken" nor "gone". */
export function declined({ status, retryAfter }: Reply, isFinal: boolean): Sent {
  const reason = status >= 300 && status < 400 ? `It answered ${status}; nobody follows it.` : `It answered ${status}.`
  const waitMs = Number(retryAfter) * 1000
  return {
    outcome: isFinal || (status >= 300 && status < 400) ? 'never' : 'again',
    status,
    reason,
    ...(waitMs > 0 && { retryAfterMs: Math.min(waitMs, hourMs) }),
    unwell: status >= 500 || status === 429,
  }
}

/** No answer came. What it says is a closed list: nothing of a stranger's server is repeated. */
export function unreachable(error: unknown): Sent {
  if (error instanceof AddressRefused) return { outcome: 'never', reason: error.message }
  if (error instanceof TimedOut) return { outcome: 'again', reason: error.message, unwell: true }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return { outcome: 'again', reason: `It cannot be reached (${code}).`, unwell: true }
}
