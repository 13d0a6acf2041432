import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import * as v from 'valibot'
import { afterAll, expect, test } from 'vitest'
import { connect } from '../database/connect.ts'
import { createLog } from '../runtime/log.ts'
import { testDatabase } from '../testing/database.ts'
import { defineEvent } from './catalog/event-type.ts'
import { bodyOf, httpHeaders, structuredBody, structuredType } from './cloud-event.ts'
import type { Outgoing } from './event.ts'
import { type InTransaction, onceIn } from './inbox.ts'
import { bySecret } from './may-deliver.ts'
import { on, receive } from './receive.ts'

const secret = 'the-secret-of-these-tests'
const databaseUrl = await testDatabase()
const sql = connect(databaseUrl, 'task_api')
const owner = connect(databaseUrl, undefined, { connections: 2 })
afterAll(() => Promise.all([sql.end(), owner.end()]))
await owner`create table tasks.probe (event text not null, number integer not null)`
await owner`grant select, insert on tasks.probe to task_api`

const counted = defineEvent({
  type: 'zerodue.test.counted.v1',
  topic: 'task-events',
  summary: 'For these tests',
  data: v.object({ number: v.number(), next: v.optional(v.string()) }),
  example: { number: 1 },
})

/** Notes the number, and then does what the event says. */
const door = new Hono().post(
  '/',
  receive<InTransaction>(
    {
      admit: bySecret(secret),
      around: onceIn({ sql, schema: 'tasks', consumer: 'probe' }),
      log: createLog('probe', 'silent'),
      sweep: async () => {},
    },
    [
      on(counted, async ({ id, data }, { tx }) => {
        await tx`insert into tasks.probe values (${id}, ${data.number})`
        if (data.next === 'fail') throw new Error('a bug')
        if (data.next === 'away') throw Object.assign(new Error('gone'), { code: 'CONNECTION_CLOSED' })
      }),
    ],
  ),
)

const event = (data: object, more: Partial<Outgoing> = {}): Outgoing => ({
  id: randomUUID(),
  source: '/zerodue/test',
  topic: 'task-events',
  type: counted.type,
  subject: null,
  userId: 'ana',
  time: '2026-11-21T09:30:00.000Z',
  data,
  traceparent: null,
  ...more,
})
const authorization = `Bearer ${secret}`
const post = (body: string, headers: Record<string, string>, path = '/') =>
  door.request(path, { method: 'POST', body, headers: { authorization, ...headers } })
const deliver = (one: Outgoing) => post(bodyOf(one), httpHeaders(one))
const effects = (id: string) => owner`select number from tasks.probe where event = ${id}`

test('an event has its effect, in binary and in structured mode', async () => {
  const [one, two] = [event({ number: 1 }), event({ number: 2 })]

  expect((await deliver(one)).status).toBe(204)
  expect((await post(structuredBody(two), { 'content-type': `${structuredType}; charset=UTF-8` })).status).toBe(204)

  expect([...(await effects(one.id)), ...(await effects(two.id))]).toEqual([{ number: 1 }, { number: 2 }])
})

test('ten deliveries of one event at the same moment have one effect, and all are answered as done', async () => {
  const one = event({ number: 1 })
  const answers = await Promise.all(Array.from({ length: 10 }, () => deliver(one)))
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(204))
  expect(await effects(one.id)).toHaveLength(1)
})
