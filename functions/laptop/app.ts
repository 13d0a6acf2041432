import { Hono } from 'hono'
import { routeNotFound, unavailable } from '../kit/core/problems.ts'
import { refuse } from '../kit/core/refusal.ts'
import { describe } from '../kit/define-function.ts'
import { problemResponse } from '../kit/http/problem.ts'
import { type WebClient, webClient } from '../kit/http/web-client.ts'
import type { LaptopFunction } from './functions.ts'
import { readyTogether } from './ready.ts'

/** Answers 503 on the port until the functions are ready. */
export const startingApp = () =>
  new Hono().all('*', () =>
    problemResponse(refuse(unavailable, { detail: 'Zerodue is starting.', headers: { 'retry-after': '1' } })),
  )

/** On a laptop one port serves every function and the web client. */
export function createApp(functions: readonly LaptopFunction[], web?: WebClient): Hono {
  const app = new Hono()
  app.get('/ready', () => readyTogether(functions.map(({ made }) => made)))
  for (const { definition, made } of functions) {
    const { name } = definition
    const forward = (request: Request, env: unknown) => made.app.fetch(request, env as object)
    app.post(`/events/${name}`, c => forward(withPath(c.req.raw, '/'), c.env))
    app.post(`/events/${name}/:door`, c => forward(withPath(c.req.raw, `/${c.req.param('door')}`), c.env))
    app.post(`/jobs/${name}/job/:job`, c => forward(withPath(c.req.raw, `/job/${c.req.param('job')}`), c.env))
    for (const path of pathsOf(describe(definition).operations)) app.all(path, c => forward(c.req.raw, c.env))
  }
  const [fallback] = functions.filter(({ definition }) => definition.signsIn)
  app.all('/api/*', c => fallback?.made.app.fetch(c.req.raw, c.env as object) ?? notFound())
  if (web) app.get('*', webClient(web))
  app.notFound(notFound)
  return app
}

const notFound = () => problemResponse(refuse(routeNotFound))

/** The paths of a function. For `/health` and other paths of every function the first function answers for all. */
const pathsOf = (operations: readonly { path: string }[]): string[] => [
  ...new Set(operations.map(({ path }) => path.replaceAll(/\{(\w+)\}[^/]*/g, ':$1'))),
]

/** The same request, with the path that it would have at the function's own address. */
function withPath(request: Request, pathname: string): Request {
  const { method, headers, body, signal } = request
  const url = new URL(request.url)
  url.pathname = pathname
  return new Request(url, { method, headers, body, signal, duplex: 'half' } as RequestInit)
}
