import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { AnyFunction } from '../kit/define-function.ts'
import { route } from '../kit/http/api.ts'
import { close, listen } from '../kit/http/serve.ts'
import type { FunctionInstance } from '../kit/make-function.ts'
import { createApp } from './app.ts'

/** A function that answers with the request it received. */
const echo = new Hono().all('*', async c =>
  c.json({ method: c.req.method, path: c.req.path, type: c.req.header('ce-type'), body: await c.req.text() }),
)
const routes = [
  route({ method: 'get', path: '/api/tasks', id: 'x', summary: '', tag: 'x', answers: {} }, async () => ({
    status: 200,
  })),
]
const mounted = (name: string) => ({
  definition: { name, routes } as unknown as AnyFunction,
  made: { app: echo } as unknown as FunctionInstance,
})
const app = createApp([mounted('task-api'), mounted('audit-sink')])

test('an event reaches the event door of its function unchanged', async () => {
  const server = await listen(app, { port: 0 })
  const address = server.address()
  const sent = await fetch(`http://127.0.0.1:${typeof address === 'object' && address?.port}/events/task-api`, {
    method: 'POST',
    headers: { 'ce-type': 'zerodue.task.create.v1' },
    body: '{"title":"دودھ"}',
  })

  expect(await sent.json()).toEqual({
    method: 'POST',
    path: '/',
    type: 'zerodue.task.create.v1',
    body: '{"title":"دودھ"}',
  })
  await close(server)
})

test('an event reaches the second event door of its function by its path', async () => {
  const answer = await app.request('/events/audit-sink/dead-letters', { method: 'POST', body: '{}' })

  expect(await answer.json()).toMatchObject({ path: '/dead-letters', body: '{}' })
})

test('a ring reaches the job door of its function, with the name of the job', async () => {
  const answer = await app.request('/jobs/task-api/job/reminder-1', { method: 'POST', body: '{}' })

  expect(await answer.json()).toMatchObject({ path: '/job/reminder-1', body: '{}' })
})

test('a request for a route reaches its function unchanged', async () => {
  const answer = await app.request('/api/tasks?limit=2', { method: 'POST', body: '{}' })

  expect(await answer.json()).toMatchObject({ method: 'POST', path: '/api/tasks', body: '{}' })
})

test.each(['/events/nobody', '/jobs/task-api', '/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json'])(
  '%s is not found',
  async path => {
    const answer = await app.request(path)

    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'route-not-found' })
  },
)
