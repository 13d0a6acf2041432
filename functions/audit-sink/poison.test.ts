import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { afterAll, expect, test } from 'vitest'
import { taskCreated } from '../domain/events/task-events.ts'
import type { Publisher } from '../kit/events/event.ts'
import { on } from '../kit/events/handler.ts'
import { type InTransaction, onceIn } from '../kit/events/inbox.ts'
import { localPublisher } from '../kit/events/publish/local.ts'
import { malformed } from '../kit/events/read-event.ts'
import { receive } from '../kit/events/receive.ts'
import { close, listen } from '../kit/http/serve.ts'
import { createLog } from '../kit/log.ts'
import { connect } from '../kit/postgres/connect.ts'
import { testDatabase } from '../kit/testing/database.ts'
import { someEvent } from '../kit/testing/some-event.ts'
import { auditSink } from './testing/audit-sink.ts'

const bus: { publisher?: Publisher } = {}
const sink = await auditSink({
  publisher: { publish: async events => bus.publisher?.publish(events), close: async () => {} },
})

const databaseUrl = await testDatabase()
const sql = connect(databaseUrl, 'task_api')
const owner = connect(databaseUrl, undefined, { connections: 1 })
await owner`create table tasks.effect (event text not null)`
await owner`grant insert on tasks.effect to task_api`

/** A function with a bug that some events trigger. */
const consumer = { fixed: false }
const poisoned = new Set<string>()
const admit = async () => ({})
const door = receive<InTransaction>(
  { admit, take: onceIn({ sql, schema: 'tasks', consumer: 'poison' }), log: createLog('poison', 'silent') },
  [
    on(taskCreated, async ({ id }, { tx }) => {
      if (poisoned.has(id) && !consumer.fixed) throw malformed(`There is a bug for ${id}.`)
      await tx`insert into tasks.effect values (${id})`
    }),
  ],
)

const servers = [await listen(new Hono().post('/', door), { port: 0 }), await listen(sink.app, { port: 0 })]
const [buggy, audit] = servers.map(server => `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
bus.publisher = localPublisher({
  authorization: sink.delivery,
  subscribers: {
    'task-events': [
      { function: 'buggy', url: `${buggy}/` },
      { function: 'audit-sink', url: `${audit}/` },
    ],
    'dead-letters': [{ function: 'audit-sink', url: `${audit}/dead-letters` }],
  },
})
afterAll(async () => {
  await bus.publisher?.close()
  for (const server of servers) await close(server)
  await Promise.all([sql.end(), owner.end()])
})

interface Letters {
  items: { id: string; reason: string; destination: string; status: number; event: { id: string } }[]
}
const waiting = async () => (await sink.asOperator<Letters>('GET', '/api/dead-letters')).body.items
const effects = async () => (await owner<{ event: string }[]>`select event from tasks.effect`).map(({ event }) => event)

test('5 poison events of 1,000 become dead letters, the other 995 are handled, and a replay after the fix handles the 5', async () => {
  const people = Array.from({ length: 20 }, () => `user-${randomUUID()}`)
  const events = Array.from({ length: 1_000 }, (_, i) =>
    someEvent({ userId: people[i % 20] ?? '', type: taskCreated.type, data: taskCreated.example }),
  )
  for (const i of [0, 20, 333, 500, 999]) poisoned.add(events[i]?.id ?? '')

  await bus.publisher?.publish(events)

  expect((await effects()).sort()).toEqual(events.flatMap(({ id }) => (poisoned.has(id) ? [] : [id])).sort())
  const letters = await waiting()
  expect(new Set(letters.map(({ event }) => event.id))).toEqual(poisoned)
  for (const { reason, destination, status, event } of letters)
    expect([reason, destination, status]).toEqual([
      `invalid-request: There is a bug for ${event.id}.`,
      `${buggy}/`,
      400,
    ])

  for (const { id } of letters) await sink.asOperator('POST', `/api/dead-letters/${id}/replay`)
  expect(await waiting()).toHaveLength(5)

  consumer.fixed = true
  for (const { id } of letters)
    expect((await sink.asOperator('POST', `/api/dead-letters/${id}/replay`)).status).toBe(200)
  for (const { id } of letters) await sink.asOperator('POST', `/api/dead-letters/${id}/replay`)

  expect(await waiting()).toEqual([])
  expect((await effects()).sort()).toEqual(events.map(({ id }) => id).sort())
  const [trail] = await sink.owner<{ count: number }[]>`select count(*)::int from audit.entry`
  expect(trail).toEqual({ count: 1_000 })
  for (const userId of people) expect(await (await sink.person(userId)).verify()).toEqual({ ok: true, checked: 50 })
})
