import type { Task } from '../../functions/domain/task.ts'
import type { Config } from '../../functions/task-api/config.ts'
import type { Refusal } from '../model/refusal.ts'
import type { Platform } from './platform.ts'

/** An answer that came but is of no use. */
interface Failure {
  status: number
  /** When to ask again. */
  afterMs?: number
  traceId?: string
}

/** No usable answer: a retry may succeed. */
export class Unreachable extends Error {
  readonly answer: Failure | undefined
  constructor(why: string, answer?: Failure) {
    super(why)
    this.answer = answer
  }
}

/** A refusal by the server; some carry the current task or the head of the update sequence. */
export type Problem = Refusal & { status: number; task?: Task; head?: number }
export const isProblem = (answer: unknown): answer is Problem =>
  typeof answer === 'object' && answer !== null && 'refused' in answer && 'status' in answer && 'errors' in answer

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  body?: unknown
  /** The content type of a body that is already text. */
  type?: string
  headers?: Record<string, string>
  signal?: AbortSignal
  /** For requests without a signal. */
  timeoutMs?: number
}

export interface Server {
  /** The answer's JSON, or the refusal. Throws `Unreachable`. */
  ask<T>(path: string, options?: RequestOptions): Promise<T | Problem>
  /** The successful answer itself, or the refusal. Throws `Unreachable`. */
  open(path: string, options?: RequestOptions): Promise<Response | Problem>
  /** The answer is kept. Throws `Unreachable`. */
  config(): Promise<Config | Problem>
  /** Forgets the token: another person may have signed in. */
  forgetToken(): void
}

const usualTimeoutMs = 30_000
const owners: [RegExp, keyof Config['addresses']][] = [
  [/^\/api\/(?:stream|updates)\b/, 'syncRelay'],
  [/^\/api\/(?:channels|notifications)\b/, 'notifier'],
  [/^\/api\/(?:audit|dead-letters)\b/, 'auditSink'],
  [/^\/api\/reminders\b/, 'reminderFirer'],
  [/^\/api\/(?:chat|conversations)\b/, 'assistant'],
]

/** Sends requests to the functions: with the session's cookie on the page's own origin, with a token elsewhere. */
export function createServer({
  fetch,
  pageOrigin,
  serverUrl,
}: Pick<Platform, 'fetch' | 'pageOrigin' | 'serverUrl'>): Server {
  let config: Promise<Config> | undefined
  let token: Promise<string> | undefined

  async function originOf(path: string): Promise<string> {
    const owner = owners.find(([pattern]) => pattern.test(path))?.[1]
    if (!owner) return serverUrl
    const { addresses } = await readConfig().catch(asUnreachable)
    return addresses[owner] ?? serverUrl
  }

  function readConfig(): Promise<Config> {
    config ??= send(`${serverUrl}/api/config`, {}).then(json<Config>)
    config.catch(() => {
      config = undefined
    })
    return config
  }

  /** The token comes from the session, at the server that holds it. */
  function readToken(): Promise<string> {
    token ??= send(`${serverUrl}/api/auth/token`, {}, 'include')
      .then(json<{ token: string }>)
      .then(answer => answer.token)
    token.catch(() => {
      token = undefined
    })
    return token
  }

  async function send(
    url: string,
    options: RequestOptions,
    credentials: RequestCredentials = 'same-origin',
  ): Promise<Response> {
    const { method = 'GET', body, type, headers = {}, signal, timeoutMs = usualTimeoutMs } = options
    const limit = AbortSignal.timeout(timeoutMs)
    try {
      return await fetch(url, {
        method,
        credentials,
        cache: 'no-store',
        headers: { ...(body !== undefined && { 'content-type': type ?? 'application/json' }), ...headers },
        ...(body !== undefined && { body: type ? String(body) : JSON.stringify(body) }),
        signal: signal ?? limit,
      })
    } catch (error) {
      if (signal?.aborted) throw error
      throw new Unreachable(error instanceof Error ? error.message : 'no answer')
    }
  }

  async function open(path: string, options: RequestOptions = {}): Promise<Response | Problem> {
    const origin = await originOf(path)
    const url = `${origin}${path}`
    if ((origin || pageOrigin) === pageOrigin) return checked(await send(url, options))
    if (path.startsWith('/api/auth/') || path === '/api/config') return checked(await send(url, options, 'include'))
    return withToken(url, options)
  }

  async function withToken(url: string, options: RequestOptions): Promise<Response | Problem> {
    const bearer = async () => {
      const token = await readToken().catch(problemOf)
      return typeof token === 'string'
        ? { ...options, headers: { ...options.headers, authorization: `Bearer ${token}` } }
        : token
    }
    for (let attempt = 1; ; attempt++) {
      const signed = await bearer()
      if ('refused' in signed) return signed
      const answer = await checked(await send(url, signed, 'omit'))
      // A token is valid for a quarter of an hour: a new one may succeed.
      if (!isProblem(answer) || answer.status !== 401 || attempt === 2) return answer
      token = undefined
    }
  }

  return {
    open,
    async ask<T>(path: string, options?: RequestOptions) {
      const answer = await open(path, options)
      if (isProblem(answer)) return answer
      return answer.status === 204 ? ({ done: true } as T) : json<T>(answer)
    },
    config: () => readConfig().catch(problemOf),
    forgetToken() {
      token = undefined
    },
  }
}

class TokenRefused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.refused)
    this.problem = problem
  }
}

function asUnreachable(error: unknown): never {
  throw error instanceof TokenRefused ? new Unreachable(error.message, failureOf(error.problem)) : error
}

const failureOf = ({ status, traceId }: Problem): Failure => ({ status, ...(traceId && { traceId }) })

function problemOf(error: unknown): Problem {
  if (error instanceof TokenRefused) return error.problem
  throw error
}

/** Returns a success or the server's refusal. An overloaded or broken server throws `Unreachable`. */
async function checked(response: Response): Promise<Response | Problem> {
  if (response.ok) return response
  const { status } = response
  const isJson = response.headers.get('content-type')?.includes('json')
  const body = isJson ? await response.json().catch(() => undefined) : undefined
  const trace = traceIn(body?.traceId ?? response.headers.get('trace-id'))
  if (!body?.code || status >= 500 || status === 408 || status === 429)
    throw new Unreachable(`${status}`, { status, ...retryAfter(response), ...trace })
  const { code, detail, errors = [], task, head, columns } = body
  const more = { ...(task && { task }), ...(head !== undefined && { head }), ...(columns && { columns }) }
  return { refused: code, detail, errors, status, ...trace, ...more }
}

const traceIn = (id: unknown): { traceId?: string } =>
  typeof id === 'string' && /^[0-9a-f]{32}$/.test(id) ? { traceId: id } : {}

const retryAfter = (response: Response): { afterMs?: number } => {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? { afterMs: seconds * 1_000 } : {}
}

async function json<T>(response: Response): Promise<T> {
  const answer = await checked(response)
  if (isProblem(answer)) throw new TokenRefused(answer)
  try {
    return (await answer.json()) as T
  } catch {
    throw new Unreachable('the answer ended early')
  }
}
