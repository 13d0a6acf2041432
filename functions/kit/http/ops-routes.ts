import * as v from 'valibot'
import { unavailable } from '../core/problems.ts'
import { refuse } from '../core/refusal.ts'
import { ok } from './answer.ts'
import { route } from './api.ts'
import { metrics, metricsType } from './metrics.ts'

const Alive = v.strictObject({ status: v.literal('ok') })
const tag = 'operation'

/** The routes that platforms need from every function: liveness, readiness and metrics. */
export const opsRoutes = [
  route(
    {
      method: 'get',
      path: '/health',
      id: 'health',
      tag,
      summary: 'Whether the process lives',
      answers: { 200: Alive },
    },
    async () => ok({ status: 'ok' }),
  ),
  route(
    {
      method: 'get',
      path: '/ready',
      id: 'ready',
      tag,
      summary: 'Whether it can serve: its database answers',
      answers: { 200: Alive },
      refusals: [unavailable],
    },
    async ({ ready }: { ready: () => Promise<unknown> }) => {
      try {
        await ready()
        return ok({ status: 'ok' })
      } catch {
        return refuse(unavailable, { headers: { 'retry-after': '1' } })
      }
    },
  ),
  route(
    {
      method: 'get',
      path: '/metrics',
      id: 'metrics',
      tag,
      summary: 'Requests by route and status, how long they took, and what the process uses, as Prometheus reads it',
      answers: { 200: { type: 'text/plain' } },
    },
    async () => new Response(metrics.text(), { headers: { 'content-type': metricsType, 'cache-control': 'no-store' } }),
  ),
]
