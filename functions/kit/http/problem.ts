import type { Refusal } from '../core/refusal.ts'

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
