import type { Fault } from '../../kit/core/refusal.ts'
import { currentTraceparent } from '../../kit/telemetry/span.ts'
import { type Refusal, refused, shortFault, ToolRefused } from './refusal.ts'

export interface Addresses {
  taskApi: string
  reminderFirer: string
  auditSink: string
}

interface ApiOptions {
  addresses: Addresses
  /** The short token of the person, for these calls alone. */
  token: string
  signal: AbortSignal
  fetch?: typeof fetch
  /** The time for one call. */
  limitMs?: number
}

export interface Call {
  query?: Record<string, string | number | boolean | readonly string[] | undefined>
  body?: unknown
  /** The idempotency key. */
  key?: string
  /** The version of the task that the caller has read. */
  version?: number
}

export interface Reply {
  status: number
  body: unknown
  /** The answer of an earlier request with the same key. */
  replayed: boolean
}

/** The public API of the other functions, as the person. */
export interface Api {
  /** Throws `ApiRefused` for a problem, and `TokenRefused` for a token that is not valid any more. */
  call(method: string, path: string, call?: Call): Promise<Reply>
}

/** The token is not valid. The door answers 401. */
export class TokenRefused extends Error {}

/** A problem of the API as a refusal, with the whole problem for a tool that knows what to do. */
export class ApiRefused extends ToolRefused {
  readonly problem: Record<string, unknown>

  constructor(refusal: Refusal, problem: Record<string, unknown> = {}) {
    super(refusal)
    this.problem = problem
  }
}

/** A page of tasks with the longest notes, in the longest spelling. */
const mostBytes = 16 * 1024 * 1024

export function createApi(options: ApiOptions): Api {
  const { addresses, token, signal, fetch: send = fetch, limitMs = 30_000 } = options
  return {
    async call(method, path, { query = {}, body, key, version } = {}) {
      const url = new URL(`${addressOf(addresses, path).replace(/\/+$/, '')}${path}`)
      for (const [name, value] of Object.entries(query))
        for (const one of [value ?? []].flat()) url.searchParams.append(name, String(one))
      const traceparent = currentTraceparent()
      const headers = {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(traceparent && { traceparent }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
      }
      const response = await answerOf({ signal, limitMs }, limit =>
        send(url, {
          method,
          headers,
          signal: limit,
          // The token goes to no other address.
          redirect: 'error',
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
      )
      if (response.status === 401) throw new TokenRefused('The token is not valid.')
      if (response.status >= 400) throw problemOf(response)
      return { status: response.status, body: response.body, replayed: response.headers.has('idempotency-replayed') }
    },
  }
}

function addressOf({ taskApi, reminderFirer, auditSink }: Addresses, path: string): string {
  if (path.startsWith('/api/reminders')) return reminderFirer
  return path.startsWith('/api/audit') ? auditSink : taskApi
}

interface Received {
  status: number
  headers: Headers
  body: unknown
}

async function answerOf(
  { signal, limitMs }: { signal: AbortSignal; limitMs: number },
  ask: (limit: AbortSignal) => Promise<Response>,
): Promise<Received> {
  try {
    const response = await ask(AbortSignal.any([signal, AbortSignal.timeout(limitMs)]))
    const { status, headers } = response
    const text = await textOf(response)
    // A refusal by something in between, such as a proxy, has a status but no problem.
    const json = status < 400 || isJson(headers)
    return { status, headers, body: json && text ? JSON.parse(text) : undefined }
  } catch (error) {
    if (signal.aborted) throw error
    throw new ApiRefused(unavailable(5))
  }
}

const isJson = (headers: Headers) => /^application\/(problem\+)?json/.test(headers.get('content-type') ?? '')

async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new Error('The answer is too large.')
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

const unavailable = (retryAfterSeconds: number): Refusal =>
  refused('unavailable', 'This cannot be answered right now.', { data: { retryAfterSeconds } })

function problemOf({ status, headers, body }: Received): ApiRefused {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const seconds = Number(headers.get('retry-after') ?? (status === 429 || status === 503 ? 5 : Number.NaN))
  const { code, title, errors } = problem
  const faults = Array.isArray(errors) ? (errors as Fault[]).map(shortFault) : []
  const refusal = refused(
    typeof code === 'string' ? code : 'internal',
    typeof title === 'string' ? title : 'Something went wrong here.',
    {
      ...(faults.length && { errors: faults }),
      ...(Number.isFinite(seconds) && { data: { retryAfterSeconds: seconds } }),
    },
  )
  return new ApiRefused(refusal, problem)
}
