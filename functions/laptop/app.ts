import { Hono } from 'hono'
import { routeNotFound, unavailable } from '../kit/core/problems.ts'
import { refuse } from '../kit/core/refusal.ts'
import { problemResponse } from '../kit/http/problem.ts'
import { type WebClient, webClient } from '../kit/http/web-client.ts'

export type FunctionName =
  | 'task-api'
  | 'recurrence-handler'
  | 'reminder-firer'
  | 'audit-sink'
  | 'notifier'
  | 'sync-relay'
export type Functions = Record<FunctionName, Pick<Hono, 'fetch'>>

/** Whose door a path is. What is asked of all functions, one answers: they share a process. */
const owners = {
  '/api/audit/*': 'audit-sink',
  '/api/dead-letters/*': 'audit-sink',
  '/api/channels/*': 'notifier',
  '/api/notifications/*': 'notifier',
  '/api/reminders': 'reminder-firer',
  '/api/stream': 'sync-relay',
  '/api/updates': 'sync-relay',
  '/api/*': 'task-api',
  '/health': 'task-api',
  '/ready': 'task-api',
  '/metrics': 'task-api',
} as const

/** What the port answers as long as there is nothing behind it. */
export const startingApp = () =>
  new Hono().all('*', () =>
    problemResponse(refuse(unavailable, { detail: 'Zerodue is starting.', headers: { 'retry-after': '1' } })),
  )

/** On a laptop one port serves every function and the web client. */
export function createApp(functions: Functions, web?: WebClient): Hono {
  const app = new Hono()
  for (const [name, one] of Object.entries(functions)) {
    app.post(`/events/${name}`, c => one.fetch(redirected(c.req.raw, '/'), c.env))
    app.post(`/events/${name}/:door`, c => one.fetch(redirected(c.req.raw, `/${c.req.param('door')}`), c.env))
    app.post(`/jobs/${name}/job/:job`, c => one.fetch(redirected(c.req.raw, `/job/${c.req.param('job')}`), c.env))
  }
  for (const [pattern, name] of Object.entries(owners)) app.all(pattern, c => functions[name].fetch(c.req.raw, c.env))
  if (web) app.get('*', webClient(web))
  app.notFound(() => problemResponse(refuse(routeNotFound)))
  return app
}

/** The same request as the function's own address would get it. */
function redirected(request: Request, pathname: string): Request {
  const { method, headers, body, signal } = request
  const url = new URL(request.url)
  url.pathname = pathname
  return new Request(url, { method, headers, body, signal, duplex: 'half' } as RequestInit)
}
