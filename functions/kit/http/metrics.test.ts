import { expect, test } from 'vitest'
import { notSignedIn } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'
import { createLog } from '../log.ts'
import { route } from './api.ts'
import { createApp } from './create-app.ts'
import { Metrics } from './metrics.ts'
import { opsRoutes } from './ops-routes.ts'

const address = ['get', '/api/tasks/{id}'] as const

test('the histogram counts requests by route and status, with cumulative buckets', () => {
  const metrics = new Metrics()
  metrics.route(...address).add(200, 4)
  metrics.route(...address).add(200, 30)
  metrics.route(...address).add(200, 12_000)
  metrics.route(...address).add(404, 1)
  const lines = metrics.text().split('\n')
  const labels = 'http_request_method="GET",http_route="/api/tasks/{id}",http_response_status_code="200"'
  const name = 'http_server_request_duration_seconds'
  expect(lines).toContain(`# TYPE ${name} histogram`)
  expect(lines.filter(line => line.startsWith(`${name}_bucket{${labels}`)).map(line => line.split(' ')[1])).toEqual(
    ['1', '1', '1', '2', '2', '2', '2', '2', '2', '2', '2', '2', '2', '2', '3'], // biome-ignore format: one number a bucket
  )
  expect(lines).toContain(`${name}_bucket{${labels},le="0.005"} 1`)
  expect(lines).toContain(`${name}_bucket{${labels},le="+Inf"} 3`)
  expect(lines).toContain(`${name}_sum{${labels}} 12.034`)
  expect(lines).toContain(`${name}_count{${labels}} 3`)
  expect(lines).toContain(`${name}_count{${labels.replace('200', '404')}} 1`)
})

test('every line is valid in the text format of Prometheus', () => {
  const metrics = new Metrics()
  metrics.route(...address).add(200, 0.4)
  const form = /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="[^"\\\n]*",?)+\})? [0-9.e+-]+)$/
  for (const line of metrics.text().trimEnd().split('\n')) expect(line).toMatch(form)
})

test('the labels hold the path of the route and nothing from the request, whether it succeeds, fails or is refused', async () => {
  const common = { method: 'get', tag: 'test', summary: '', answers: { 200: null } } as const
  const app = createApp({
    routes: [
      ...opsRoutes,
      route({ ...common, id: 'breaks', path: '/breaks/{id}' }, () => Promise.reject(new Error('a bug'))),
      route({ ...common, id: 'locked', path: '/locked', scope: 'read' }, async () => ({ status: 200 })),
    ],
    deps: { ready: async () => ({ status: 200 }) },
    identify: () => Promise.reject(new Refused(refuse(notSignedIn))),
    log: createLog('test', 'silent'),
  })

  for (const path of ['/breaks/ana', '/locked', '/nothing/ana', '/health?ana=1', '/health']) await app.request(path)
  const answer = await app.request('/metrics')
  const text = await answer.text()

  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(text).not.toContain('ana')
  const counted = (method: string, path: string, status: number) =>
    `_count{http_request_method="${method}",http_route="${path}",http_response_status_code="${status}"} 1`
  expect(text).toContain(counted('GET', '/breaks/{id}', 500))
  expect(text).toContain(counted('GET', '/locked', 401))
  expect(text).toContain(counted('OTHER', 'none', 404))
  expect(text).toContain(counted('GET', '/health', 200))
  expect(text).toContain(counted('GET', '/health', 400))
})
