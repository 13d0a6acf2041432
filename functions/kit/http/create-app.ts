import { type Context, Hono } from 'hono'
import { Refused } from '../core/refusal.ts'
import { functionOf, type Log } from '../log.ts'
import { histogram } from '../telemetry/instruments.ts'
import { inSpan, type Span } from '../telemetry/span.ts'
import { endPhase } from '../telemetry/start-phases.ts'
import { userHash } from '../telemetry/user-hash.ts'
import { alreadySentMark, toResponse, traceHeader } from './answer.ts'
import type { Caller, Identify, Operation, Outcome, Route } from './api.ts'
import { type Leave, leaveAfter } from './places.ts'
import { failureOf, problemResponse } from './problem.ts'
import { notFound, readRequest } from './read-request.ts'

interface AppOptions<TDeps> {
  app?: Hono
  routes: readonly Route<TDeps>[]
  deps: TDeps
  identify: Identify
  /** Identifies the callers of routes for operators. */
  identifyOperator?: Identify
  log: Log
}

const duration = histogram('http.server.request.duration', {
  description: 'How long requests took until their answer began, by route and status.',
})

/** The routes of a function as an app. It checks, measures and logs each request, and answers every failure as a problem. */
export function createApp<TDeps>(options: AppOptions<TDeps>): Hono {
  const { app = new Hono(), routes, log } = options
  const operations = routes.map(({ operation }) => operation)
  const functionName = functionOf(log)
  app.onError((error, c) => asProblem(error, c, log))
  app.notFound(c =>
    inSpan({ name: 'no route', kind: 'server', from: c.req.header('traceparent') }, () => {
      const refusal = notFound(operations, c)
      duration.record(0, labelsOf('other', 'none', refusal.refused.status))
      return problemResponse(refusal)
    }),
  )
  for (const route of routes) {
    const { method, path, tag } = route.operation
    const answer = answerBy(route, operations, options)
    const name = `${method.toUpperCase()} ${path}`
    // Platforms probe all the time: a span and a line for each probe would bury the others.
    app.on(
      method.toUpperCase(),
      honoPath(path),
      tag === 'operation'
        ? c => answer(c, {}, 'debug')
        : c =>
            inSpan({ name, kind: 'server', from: c.req.header('traceparent') }, span =>
              inTrace(c, span, answer, functionName),
            ),
    )
  }
  return app
}

type Answering = (c: Context, line: Record<string, unknown>, level: 'info' | 'debug') => Promise<Response>

/** Answers a request of people and programs, whose trace names the route, the status and who asked. */
async function inTrace(c: Context, span: Span, answer: Answering, functionName: string): Promise<Response> {
  const line: Record<string, unknown> = {}
  const requestId = requestIdOf(c)
  if (requestId !== undefined) line.requestId = requestId
  const response = await answer(c, line, 'info')
  endPhase('answered')
  Object.assign(span.attributes, {
    function: functionName,
    'http.request.method': c.req.method,
    'http.route': String(line.path),
    'http.response.status_code': response.status,
    ...(typeof line.user === 'string' && { 'user.hash': line.user }),
    ...(requestId !== undefined && { 'http.request.id': requestId }),
  })
  if (response.status >= 500) span.failure = String(response.status)
  return response
}

/** The id that a proxy has given to the request, so that its log can be found. */
function requestIdOf(c: Context): string | undefined {
  const given = c.req.header('x-request-id')
  return given && /^[\w.:/+=-]{1,128}$/.test(given) ? given : undefined
}

function answerBy<TDeps>(
  { operation, handle }: Route<TDeps>,
  operations: Operation[],
  { deps, identify, identifyOperator = identify, log }: AppOptions<TDeps>,
): Answering {
  const { method, path, heavy } = operation
  const identifyCaller = operation.forOperator ? identifyOperator : identify
  return async (c, line, level) => {
    const began = performance.now()
    let response: Response
    let leave: Leave | undefined
    const identifyAndNote: Identify = async c => {
      const caller = await identifyCaller(c)
      if (caller.userId) line.user = userHash(caller.userId)
      return caller
    }
    const enter = async ({ userId }: Caller) => {
      leave = await heavy?.enter(userId)
    }
    try {
      const request = await readRequest(operation, operations, c, identifyAndNote, enter)
      const outcome = await handle(deps, request as never)
      response = toResponse(outcome)
      if (outcome instanceof Response) nameTrace(response)
      if (leave && isStream(operation, outcome)) response = leaveAfter(response, leave)
      else leave?.()
    } catch (error) {
      leave?.()
      response = asProblem(error, c, log, operation)
    }
    const durationMs = performance.now() - began
    duration.record(durationMs / 1000, labelsOf(method.toUpperCase(), path, response.status))
    Object.assign(line, { method, path, outcome: response.status, durationMs: Math.round(durationMs) })
    log[level](line)
    return response
  }
}

const labelsOf = (method: string, route: string, status: number) => ({
  'http.request.method': method,
  'http.route': route,
  'http.response.status_code': status,
})

/** For an answer that a route has made itself. */
function nameTrace({ headers }: Response): void {
  for (const [name, value] of Object.entries(traceHeader()))
    if (!headers.has(alreadySentMark) && !headers.has(name)) headers.set(name, value)
}

/** An answer without a schema, such as an export, is made while it is read. */
const isStream = ({ answers }: Operation, outcome: Outcome): boolean =>
  outcome instanceof Response && Object.values(answers).some(answer => answer !== null && !('kind' in answer))

/** Log the path of the route, never that of the request, which may hold a secret. */
function asProblem(
  error: unknown,
  c: Context,
  log: Log,
  { path }: Pick<Operation, 'path'> = { path: 'none' },
): Response {
  if (error instanceof Refused) return problemResponse(error.refusal)
  const refusal = failureOf(error)
  log.error({ err: error, method: c.req.method, path, outcome: refusal.refused.code })
  return problemResponse(refusal)
}

/** Hono reads `:secret.ics` as one name, so a suffix in the same segment becomes a part of the parameter's pattern. */
const honoPath = (path: string) =>
  path.replaceAll(/\{(\w+)\}([^/]*)/g, (_, name, rest) => `:${name}${rest && `{[^/]+${rest.replaceAll('.', '\\.')}}`}`)
