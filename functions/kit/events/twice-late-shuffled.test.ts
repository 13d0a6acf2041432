import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { afterAll, expect, test } from 'vitest'
import { close, listen } from '../http/serve.ts'
import { createLog } from '../log.ts'
import { authorization, counted, probeDatabase, secret } from '../testing/probe.ts'
import { delivery, someEvent } from '../testing/some-event.ts'
import type { Outgoing } from './event.ts'
import { on } from './handler.ts'
import { type InTransaction, onceIn } from './inbox.ts'
import { bySecret } from './may-deliver.ts'
import { localPublisher } from './publish/local.ts'
import { receive } from './receive.ts'

const { sql, owner } = await probeDatabase()

/** Inserts one row for each event, and keeps the newest version of each task. */
const door = new Hono().post(
  '/',
  receive<InTransaction>(
    {
      admit: bySecret(secret),
      take: onceIn({ sql, schema: 'tasks', consumer: 'probe' }),
      log: createLog('probe', 'silent'),
    },
    [
      on(counted, async ({ id, subject, data }, { tx, newest }) => {
        await tx`insert into tasks.effect values (${id}, ${data.number})`
        if (!subject || !(await newest([{ id: subject, version: data.number }])).size) return
        await tx`
          insert into tasks.state values (${subject}, ${data.number})
          on conflict (id) do update set version = excluded.version`
      }),
    ],
  ),
)

/** A seeded generator, so that a failing order can be repeated. */
function shuffled<T>(items: T[], seed: number): T[] {
  let state = seed
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
  return items
    .map(item => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

test.each([1, 2, 3])(
  'events delivered twice, in random order, eight at a time, leave the newest versions, and each has one effect (seed %i)',
  async seed => {
    const tasks = Array.from({ length: 8 }, () => randomUUID())
    const events = tasks.flatMap(subject =>
      Array.from({ length: 12 }, (_, i) => someEvent({ subject, data: { number: i + 1 } })),
    )
    const deliveries = shuffled([...events, ...events], seed)
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async (_, lane) => {
        const answers: number[] = []
        for (const event of deliveries.filter((_, i) => i % 8 === lane))
          answers.push((await door.request('/', delivery(event, authorization))).status)
        return answers
      }),
    )
    expect(new Set(statuses.flat())).toEqual(new Set([204]))
    const ids = events.map(({ id }) => id)
    expect(await owner`select event from tasks.effect where event = any(${ids})`).toHaveLength(events.length)
    const state = await owner<{ version: number }[]>`select version from tasks.state where id = any(${tasks})`
    expect(state.map(({ version }) => version)).toEqual(Array(tasks.length).fill(12))
  },
)

test('of 1,000 events with 5 poison ones, 995 are handled and 5 become dead letters with the reason', async () => {
  const server = await listen(door, { port: 0 })
  const dead: { id: string; reason: string }[] = []
  const keeper = await listen(
    new Hono().post('/', c => {
      const reason = Buffer.from(c.req.header('ce-knativeerrordata') ?? '', 'base64').toString()
      dead.push({ id: c.req.header('ce-id') ?? '', reason })
      return c.body(null, 204)
    }),
    { port: 0 },
  )
  afterAll(() => Promise.all([close(server), close(keeper)]))
  const url = (of: typeof server) => `http://127.0.0.1:${(of.address() as AddressInfo).port}/`
  const publisher = localPublisher({
    authorization,
    subscribers: {
      'task-events': [{ function: 'probe', url: url(server) }],
      'dead-letters': [{ function: 'keeper', url: url(keeper) }],
    },
  })
  const isPoison = (i: number) => i % 200 === 100
  const events: Outgoing[] = Array.from({ length: 1_000 }, (_, i) =>
    someEvent({ userId: `user-${i % 20}`, data: isPoison(i) ? { number: 'not one' } : { number: i } }),
  )

  await publisher.publish(events)

  const poison = events.filter((_, i) => isPoison(i)).map(({ id }) => id)
  const ids = events.map(({ id }) => id)
  expect(await owner`select event from tasks.effect where event = any(${ids})`).toHaveLength(995)
  expect(new Set(dead.map(({ id }) => id))).toEqual(new Set(poison))
  expect(dead.every(({ reason }) => reason.includes('data.number must be number'))).toBe(true)
})
