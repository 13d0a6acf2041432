import { type Context, Hono } from 'hono'
import { Refused } from '../core/refusal.ts'
import type { Log } from '../log.ts'
import { toResponse } from './answer.ts'
import type { Caller, Identify, Operation, Outcome, Route } from './api.ts'
import { metrics } from './metrics.ts'
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

/** The routes of a function as an app. It checks, counts and logs each request, and answers every failure as a problem. */
export function createApp<TDeps>(options: AppOptions<TDeps>): Hono {
  const { app = new Hono(), routes, deps, identify, identifyOperator = identify, log } = options
  const operations = routes.map(({ operation }) => operation)
  const noRoute = metrics.route('other', 'none')
  app.onError((error, c) => asProblem(error, c, log))
  app.notFound(c => {
    const refusal = notFound(operations, c)
    noRoute.add(refusal.refused.status, 0)
    return problemResponse(refusal)
  })
  for (const { operation, handle } of routes) {
    const { method, path } = operation
    const durations = metrics.route(method, path)
    const identifyCaller = operation.forOperator ? identifyOperator : identify
    // Platforms probe all the time: a line for each probe would bury the others.
    const level = operation.tag === 'operation' ? 'debug' : 'info'
    app.on(method.toUpperCase(), honoPath(path), async c => {
      const began = performance.now()
      let response: Response
      let leave: Leave | undefined
      const enter = async ({ userId }: Caller) => {
        leave = await operation.heavy?.enter(userId)
      }
      try {
        const request = await readRequest(operation, operations, c, identifyCaller, enter)
        const outcome = await handle(deps, request as never)
        response = toResponse(outcome)
        if (leave && isStream(operation, outcome)) response = leaveAfter(response, leave)
        else leave?.()
      } catch (error) {
        leave?.()
        response = asProblem(error, c, log, operation)
      }
      const durationMs = performance.now() - began
      durations.add(response.status, durationMs)
      log[level]({ method, path, outcome: response.status, durationMs: Math.round(durationMs) })
      return response
    })
  }
  return app
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
