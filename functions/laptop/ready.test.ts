import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { unavailable } from '../kit/core/problems.ts'
import { refuse } from '../kit/core/refusal.ts'
import { problemResponse } from '../kit/http/problem.ts'
import { away, there } from '../kit/readiness/part.ts'
import type { Readiness } from '../kit/readiness/readiness.ts'
import { readyTogether } from './ready.ts'

const saying = (parts: Readiness['parts']) => ({ app: new Hono().get('/ready', c => c.json({ status: 'ok', parts })) })
const notNeeded = { status: 'not needed now' } as const

test('on a laptop /ready tells of each part what the function knows that fares worst', async () => {
  const answer = await readyTogether([
    saying({ database: there, broker: notNeeded }),
    saying({ database: there, broker: away('Kafka does not answer (ECONNREFUSED).'), mail: { status: 'not set up' } }),
    saying({ broker: there }),
  ])
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({
    status: 'degraded',
    parts: {
      database: there,
      broker: away('Kafka does not answer (ECONNREFUSED).'),
      mail: { status: 'not set up' },
    },
  })
})

test('on a laptop /ready refuses when a function cannot serve', async () => {
  const detail = 'The database is away. It does not answer (ECONNREFUSED).'
  const app = new Hono().get('/ready', () => problemResponse(refuse(unavailable, { detail })))
  const answer = await readyTogether([saying({ broker: notNeeded }), { app }])
  expect(answer.status).toBe(503)
  expect(await answer.json()).toMatchObject({ detail })
})
