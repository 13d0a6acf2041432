import { expect, test } from 'vitest'
import { inSpan } from '../kit/telemetry/span.ts'
import { start } from '../kit/testing/start.ts'
import definition from './function.ts'
import { recordAct } from './record-act.ts'

const { sql, outbox, clock, published, broker, sweep } = await start(definition)
const deps = { sql, outbox, now: () => clock.now }
const session = { userId: 'ana', token: '', scopes: ['read', 'write'] as const, since: new Date(0), until: clock.now }
const taskIds = ['0193a5e0-0000-7000-8000-000000000001']
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

test('what the assistant did is published with the person, the door, the client and the trace of the request', async () => {
  const clientId = 'https://client.example/mcp.json'
  await inSpan({ name: 'test', from: traceparent }, () =>
    recordAct(deps, { session: { ...session, clientId }, door: 'mcp', tool: 'complete_task', taskIds }),
  )
  expect(published).toMatchObject([
    {
      type: 'zerodue.assistant.acted.v1',
      topic: 'audit-events',
      userId: 'ana',
      traceparent: expect.stringContaining('0af7651916cd43dd8448eb211c80319c'),
      data: { actor: { kind: 'assistant', id: 'mcp' }, door: 'mcp', tool: 'complete_task', taskIds, clientId },
    },
  ])
})

test('while the broker is away the act stays in the outbox, and a sweep publishes it', async () => {
  published.length = 0
  broker.away = true
  await recordAct(deps, { session, door: 'chat', tool: 'add_task', taskIds })
  expect(published).toEqual([])
  broker.away = false
  await sweep()
  expect(published).toMatchObject([{ data: { door: 'chat', tool: 'add_task' } }])
})
