import { Hono } from 'hono'
import { routeNotFound, unavailable } from '../kit/core/problems.ts'
import { refuse } from '../kit/core/refusal.ts'
import { describe } from '../kit/define-function.ts'
import { problemResponse } from '../kit/http/problem.ts'
import { type WebClient, webClient } from '../kit/http/web-client.ts'
import type { Mounted } from './functions.ts'

/** What the port answers as long as there is nothing behind it. */
export const startingApp = () =>
  new Hono().all('*', () =>
    problemResponse(refuse(unavailable, { detail: 'Zerodue is starting.', headers: { 'retry-after': '1' } })),
  )

/** On a laptop one port serves every function and the web client. */
export function createApp(functions: readonly Mounted[], web?: WebClient): Hono {
  const app = new Hono()
  for (const { definition, made } of functions) {
    const { name } = definition
    const ask = (request: Request, env: unknown) => made.app.fetch(request, env as object)
    app.post(`/events/${name}`, c => ask(redirected(c.req.raw, '/'), c.env))
    app.post(`/events/${name}/:door`, c => ask(redirected(c.req.raw, `/${c.req.param('door')}`), c.env))
    app.post(`/jobs/${name}/job/:job`, c => ask(redirected(c.req.raw, `/job/${c.req.param('job')}`), c.env))
    for (const path of pathsOf(describe(definition).operations)) app.all(path, c => ask(c.req.raw, c.env))
  }
  const [fallback] = functions.filter(({ definition }) => definition.signsIn)
  app.all('/api/*', c => fallback?.made.app.fetch(c.req.raw, c.env as object) ?? notFound())
  if (web) app.get('*', webClient(web))
  app.notFound(notFound)
  return app
}

const notFound = () => problemResponse(refuse(routeNotFound))

/** The addresses of a function. What is asked of all functions, such as `/health`, the first one answers for all. */
const pathsOf = (operations: readonly { path: string }[]): string[] => [
  ...new Set(operations.map(({ path }) => path.replaceAll(/\{(\w+)\}[^/]*/g, ':$1'))),
]

/** The same request as the function's own address would get it. */
function redirected(request: Request, pathname: string): Request {
  const { method, headers, body, signal } = request
  const url = new URL(request.url)
  url.pathname = pathname
  return new Request(url, { method, headers, body, signal, duplex: 'half' } as RequestInit)
}
