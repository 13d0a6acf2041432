import { post } from '../../kit/guard/post.ts'
import { AddressRefused, type Guard, type Message, TimedOut } from '../../kit/guard/request.ts'

/** The result of one attempt to send. */
export interface SendResult {
  /**
   * `retry`: it did not arrive. `failed`: it did not arrive, and no retry helps. `gone`: the receiver no longer exists.
   * `uncertain`: it may have arrived, and must not arrive twice.
   */
  outcome: 'delivered' | 'retry' | 'failed' | 'gone' | 'uncertain'
  status?: number
  reason?: string
  retryAfterMs?: number
  /** The server failed, whatever the message: its breaker counts that. */
  serverFailed?: boolean
}

const maxRetryAfterMs = 60 * 60 * 1000

/** POSTs a message. `gone` and `isFinal` say what the statuses of this kind of receiver mean. */
export async function postOnce(
  url: string,
  message: Message,
  guard: Guard,
  { gone, isFinal }: { gone: readonly number[]; isFinal: (status: number) => boolean },
): Promise<SendResult> {
  try {
    const { status, retryAfter } = await post(url, message, guard)
    if (status >= 200 && status < 300) return { outcome: 'delivered', status }
    if (gone.includes(status))
      return { outcome: 'gone', status, reason: `It answered ${status}: the receiver no longer exists.` }
    const isRedirect = status >= 300 && status < 400
    const retryAfterMs = Math.min(Number(retryAfter) * 1000, maxRetryAfterMs)
    return {
      outcome: isRedirect || isFinal(status) ? 'failed' : 'retry',
      status,
      reason: isRedirect ? `It answered ${status}: Zerodue follows no redirect.` : `It answered ${status}.`,
      ...(retryAfterMs > 0 && { retryAfterMs }),
      serverFailed: status >= 500 || status === 429,
    }
  } catch (error) {
    return withoutAnswer(error)
  }
}

/** The reasons are a closed list, which repeats nothing that a stranger's server says. */
function withoutAnswer(error: unknown): SendResult {
  if (error instanceof AddressRefused) return { outcome: 'failed', reason: error.message }
  if (error instanceof TimedOut) return { outcome: 'retry', reason: error.message, serverFailed: true }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return { outcome: 'retry', reason: `It cannot be reached (${code}).`, serverFailed: true }
}
