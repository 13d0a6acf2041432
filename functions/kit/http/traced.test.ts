import { afterEach, expect, test } from 'vitest'
import { taskNotFound } from '../../domain/problems.ts'
import { refuse } from '../core/refusal.ts'
import { createLog } from '../log.ts'
import { type EndedSpan, recordSpans } from '../telemetry/span.ts'
import { userHash } from '../telemetry/user-hash.ts'
import { measured } from '../testing/measured.ts'
import { ok } from './answer.ts'
import { route } from './api.ts'
import { createApp } from './create-app.ts'
import { opsRoutes } from './ops-routes.ts'

const lines: Record<string, unknown>[] = []
const spans: EndedSpan[] = []
const measurements = measured()
recordSpans(span => void spans.push(span))
afterEach(() => {
  for (const list of [lines, spans, measurements]) list.length = 0
})

const common = { method: 'get', tag: 'test', summary: '', answers: { 200: null } } as const
const app = createApp({
  routes: [
    ...opsRoutes,
    route({ ...common, id: 'found', path: '/found/{id}', scope: 'read' }, async () => ok({})),
    route({ ...common, id: 'missing', path: '/missing/{id}' }, async () => refuse(taskNotFound)),
    route({ ...common, id: 'breaks', path: '/breaks/{id}' }, () => Promise.reject(new Error('Milk for Ana'))),
    route({ ...common, id: 'own', path: '/own' }, async () => new Response('own')),
  ],
  deps: { ready: async () => ok({ status: 'ok', parts: {} }) },
  identify: async () => ({ userId: 'ana@example.com', actor: { kind: 'user', id: 'ana' }, scopes: ['read'] }),
  log: createLog('task-api', 'info', { write: line => void lines.push(JSON.parse(line)) }),
})

const traceId = '0af7651916cd43dd8448eb211c80319c'
const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01`, 'x-request-id': 'a1-b2' }
const of = async (path: string, more: Record<string, string> = headers) => {
  const answer = await app.request(path, { headers: more })
  return { answer, text: await answer.text() }
}

test.each(['/found/secret', '/missing/secret', '/breaks/secret', '/own', '/nowhere/secret'])(
  'the answer of %s names the trace of its request',
  async path => {
    const { answer } = await of(path)
    expect(answer.headers.get('trace-id')).toBe(traceId)
    const begun = await of(path, {})
    expect(begun.answer.headers.get('trace-id')).toMatch(/^[0-9a-f]{32}$/)
  },
)

test.each(['/missing/secret', '/breaks/secret', '/nowhere/secret'])(
  'a problem of %s names the trace to its reader',
  async path => {
    expect(JSON.parse((await of(path)).text)).toMatchObject({ traceId })
  },
)

test('a line, a span and a measurement say how a request ended, by its route, and hold nothing that it carried', async () => {
  await of('/found/secret')
  await of('/breaks/secret')
  const user = userHash('ana@example.com')
  expect(lines).toMatchObject([
    { severity: 'INFO', path: '/found/{id}', outcome: 200, user, requestId: 'a1-b2', trace: traceId },
    { severity: 'ERROR', path: '/breaks/{id}', outcome: 'internal', trace: traceId },
    { severity: 'INFO', path: '/breaks/{id}', outcome: 500, requestId: 'a1-b2', trace: traceId },
  ])
  expect(spans).toMatchObject([
    { name: 'GET /found/{id}', kind: 'server', attributes: { 'http.response.status_code': 200, 'user.hash': user } },
    { name: 'GET /breaks/{id}', failure: '500', attributes: { 'http.request.id': 'a1-b2' } },
  ])
  const routes = measurements.filter(({ name }) => name === 'http.server.request.duration')
  expect(routes).toMatchObject([
    { 'http.request.method': 'GET', 'http.route': '/found/{id}', 'http.response.status_code': 200 },
    { 'http.request.method': 'GET', 'http.route': '/breaks/{id}', 'http.response.status_code': 500 },
  ])
  expect(JSON.stringify([spans, measurements])).not.toMatch(/secret|ana|Milk/i)
})

test('unknown paths are one series and one span name, whatever strangers try', async () => {
  await of('/wp-admin.php')
  await of('/.env')
  expect(new Set(spans.map(({ name }) => name))).toEqual(new Set(['no route']))
  expect(new Set(measurements.map(one => one['http.route']))).toEqual(new Set(['none']))
})

test('a request id that no proxy makes is not taken over', async () => {
  await of('/own', { 'x-request-id': 'a b\u00e9' })
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toHaveProperty('requestId')
})

test('probes leave no span and no line', async () => {
  await of('/health')
  await of('/ready')
  expect(spans).toEqual([])
  expect(lines).toEqual([])
})
