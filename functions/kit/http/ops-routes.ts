import * as v from 'valibot'
import { unavailable } from '../core/problems.ts'
import { Readiness } from '../readiness/readiness.ts'
import { ok } from './answer.ts'
import { type Outcome, route } from './api.ts'

const Alive = v.strictObject({ status: v.literal('ok') })
const tag = 'operation'

/** The routes that platforms need from every function: liveness and readiness. */
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
      summary: 'Whether it can serve, and which of the parts that it can live without are away',
      answers: { 200: Readiness },
      refusals: [unavailable],
    },
    ({ ready }: { ready: () => Promise<Outcome> }) => ready(),
  ),
]
