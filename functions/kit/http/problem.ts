import { internal, unavailable } from '../core/problems.ts'
import { type Fault, mostFaults, type Refusal, refuse } from '../core/refusal.ts'
import { shorten } from '../core/shorten.ts'
import { currentTrace } from '../telemetry/span.ts'
import { heals } from './heals.ts'

/** The longest parts of a problem: they quote the caller, who may have sent a name of 200 kB. */
export const longest = { path: 200, message: 300, detail: 500 }

export interface ProblemDocument {
  type: string
  title: string
  status: number
  detail: string
  code: string
  errors: Fault[]
  /** How many faults are not listed; absent when all are. */
  moreErrors?: number
  /** The trace of the request, in an answer by HTTP. */
  traceId?: string
}

/** The problem+json document (RFC 9457) of a refusal, with at most `most` of its faults. */
export function problemOf(refusal: Refusal, most = mostFaults): ProblemDocument {
  const { refused, detail, errors = [], moreErrors = 0, more } = refusal
  const { code, status, title } = refused
  const unlisted = Math.max(0, errors.length - most) + moreErrors
  return {
    type: `urn:zerodue:problem:${code}`,
    title,
    status,
    detail: shorten(detail ?? title, longest.detail),
    code,
    errors: errors.slice(0, most).map(shortFault),
    ...(unlisted && { moreErrors: unlisted }),
    ...more,
  }
}

const shortFault = ({ path, message }: Fault): Fault => ({
  path: shorten(path, longest.path),
  message: shorten(message, longest.message),
})

/** Makes several problems of one answer, such as the results of a batch. Together they list no more faults than one. */
export function problemsTogether(): (refusal: Refusal) => ProblemDocument {
  let left = mostFaults
  return refusal => {
    const problem = problemOf(refusal, left)
    left -= problem.errors.length
    return problem
  }
}

export function problemResponse(refusal: Refusal): Response {
  const traceId = currentTrace()?.traceId
  return new Response(JSON.stringify({ ...problemOf(refusal), ...(traceId && { traceId }) }), {
    status: refusal.refused.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(traceId && { 'trace-id': traceId }),
      ...refusal.headers,
    },
  })
}

/** The refusal for an unexpected error: 503 if the same request may succeed in a moment, otherwise 500. */
export const failureOf = (error: unknown): Refusal =>
  heals(error) ? refuse(unavailable, { headers: { 'retry-after': '1' } }) : refuse(internal)
