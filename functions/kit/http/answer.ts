import { isRefusal, type Refusal } from '../core/refusal.ts'
import { currentTrace } from '../telemetry/span.ts'
import { problemResponse } from './problem.ts'

/** The answer of a route after success. With an idempotency key it is stored and answered again. */
export interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

export const ok = (body: unknown, headers?: Record<string, string>): Answer => ({
  status: 200,
  body,
  ...(headers && { headers }),
})

export const created = (body: unknown, headers?: Record<string, string>): Answer => ({
  status: 201,
  body,
  ...(headers && { headers }),
})

export const noContent: Answer = { status: 204 }

export function toResponse(outcome: Answer | Refusal | Response): Response {
  if (outcome instanceof Response) return outcome
  if (isRefusal(outcome)) return problemResponse(outcome)
  return response(outcome.status, bodyText(outcome), outcome.headers)
}

export const bodyText = (answer: Answer): string => (answer.body === undefined ? '' : JSON.stringify(answer.body))

export const response = (status: number, text: string, headers?: Record<string, string>): Response =>
  new Response(text || null, {
    status,
    headers: {
      ...(text && { 'content-type': 'application/json' }),
      'cache-control': 'no-store',
      ...traceHeader(),
      ...headers,
    },
  })

/** Names the trace of the request, for whoever looks into it later. */
export function traceHeader(): Record<string, string> {
  const trace = currentTrace()
  return trace ? { 'trace-id': trace.traceId } : {}
}

export const alreadySentMark = 'x-hono-already-sent'

/** The answer of a route that writes to the connection directly, such as a stream. */
export const alreadySent = (): Response => plain(new Response(null, { headers: { [alreadySentMark]: 'true' } }))

/**
 * @hono/node-server finds the mark only on ordinary responses; its own lightweight ones it would write a second time. Reading
 * `body` turns a lightweight response into an ordinary one.
 */
export function plain(response: Response): Response {
  return response.headers.has(alreadySentMark) && response.body ? response : response
}
