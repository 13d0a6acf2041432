import { internal, unavailable } from '../core/problems.ts'
import { type Refusal, refuse } from '../core/refusal.ts'

/** The problem+json document (RFC 9457) of a refusal. */
export function problemOf({ refused: { code, status, title }, detail, errors, more }: Refusal) {
  return {
    type: `urn:zerodue:problem:${code}`,
    title,
    status,
    detail: detail ?? title,
    code,
    errors: errors ?? [],
    ...more,
  }
}

export const problemResponse = (refusal: Refusal): Response =>
  new Response(JSON.stringify(problemOf(refusal)), {
    status: refusal.refused.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...refusal.headers },
  })

/** The refusal for an unexpected error: 503 if the same request may succeed in a moment, otherwise 500. */
export const failureOf = (error: unknown): Refusal =>
  isUnavailable(error) ? refuse(unavailable, { headers: { 'retry-after': '1' } }) : refuse(internal)

/** The database is down, starting, out of connections, or asks for a retry. */
function isUnavailable(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return /^(ECONN|ETIMEDOUT|EPIPE|CONNECT|CONNECTION_|08|53|57P|40)/.test(code)
}
