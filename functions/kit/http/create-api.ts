import { type Context, Hono } from 'hono'
import { internal, unavailable } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'
import type { Log } from '../log.ts'
import { toResponse } from './answer.ts'
import type { Api, Identify, Operation } from './api.ts'
import { metrics } from './metrics.ts'
import { notFound } from './not-found.ts'
import { problemResponse } from './problem.ts'
import { readRequest } from './read-request.ts'
import { isUnavailable } from './unavailable.ts'

/** The routes of a function: each is checked on its way in, counted, and answers whatever goes wrong as a problem. */
export function createApi(identify: Identify, log: Log): Api {
  const app = new Hono()
  const operations: Operation[] = []
  app.onError((error, c) => asProblem(error, c, log))
  const noRoute = metrics.route('other', 'none')
  app.notFound(c => {
    const refusal = notFound(operations, c)
    noRoute.add(refusal.refused.status, 0)
    return problemResponse(refusal)
  })
  return {
    app,
    operations,
    route(operation, handle) {
      operations.push(operation as unknown as Operation)
      const durations = metrics.route(operation.method, operation.path)
      app.on(operation.method.toUpperCase(), honoPath(operation.path), async c => {
        const began = performance.now()
        let response: Response
        try {
          response = toResponse(await handle(await readRequest(operation, operations, c, identify)))
        } catch (error) {
          response = asProblem(error, c, log, operation.path)
        }
        durations.add(response.status, performance.now() - began)
        return response
      })
    },
  }
}

/** The path is that of the route: what stands in its place may be a secret. */
function asProblem(error: unknown, c: Context, log: Log, path = 'none'): Response {
  if (error instanceof Refused) return problemResponse(error.refusal)
  const isAway = isUnavailable(error)
  log.error({ err: error, method: c.req.method, path, outcome: isAway ? 'unavailable' : 'internal' })
  return problemResponse(refuse(isAway ? unavailable : internal, isAway ? { headers: { 'retry-after': '1' } } : {}))
}

/** Hono takes `:secret.ics` for a name, so what follows a parameter within its segment becomes a part of its pattern. */
const honoPath = (path: string) =>
  path.replaceAll(/\{(\w+)\}([^/]*)/g, (_, name, rest) => `:${name}${rest && `{[^/]+${rest.replaceAll('.', '\\.')}}`}`)
