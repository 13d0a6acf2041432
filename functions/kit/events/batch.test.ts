import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { batchEvent, maxBatchBytes } from '../core/batch-event.ts'
import { createLog } from '../log.ts'
import { counted, poster, probeDatabase, secret } from '../testing/probe.ts'
import { someEvent } from '../testing/some-event.ts'
import { packed } from './batch.ts'
import { bodyOf, httpHeaders } from './cloud-event.ts'
import type { OutboxEvent, Outgoing } from './event.ts'
import { onMany } from './handler.ts'
import { type InTransaction, onceIn } from './inbox.ts'
import { bySecret } from './may-deliver.ts'
import { malformed } from './read-event.ts'
import { receive } from './receive.ts'
import { setAsideTable } from './set-aside.ts'

const { sql, owner } = await probeDatabase()
const runs: number[][] = []
const table = setAsideTable(sql, 'tasks', 'probe')

const door = new Hono().post(
  '/',
  receive<InTransaction>(
    {
      admit: bySecret(secret),
      take: onceIn({ sql, schema: 'tasks', consumer: 'probe' }),
      log: createLog('probe', 'silent'),
      setAside: (event, error) => table.notHandled('probe', event, error),
    },
    [
      onMany([counted], async (events, { tx }) => {
        runs.push(events.map(({ data }) => data.number))
        for (const { id, data } of events) {
          await tx`insert into tasks.effect values (${id}, ${data.number})`
          if (data.next === 'bug') throw new Error('a bug')
          if (data.next === 'refused') throw malformed('It names no user.')
          if (data.next === 'away') throw Object.assign(new Error('gone'), { code: 'CONNECTION_CLOSED' })
        }
      }),
    ],
  ),
)
const post = poster(door)
const source = '/zerodue/test'
const deliver = (event: OutboxEvent) => {
  const outgoing: Outgoing = { ...event, source }
  return post(bodyOf(outgoing), httpHeaders(outgoing))
}
const numbered = (count: number, more: (number: number) => Partial<Outgoing> = () => ({})) =>
  Array.from({ length: count }, (_, i) => someEvent({ data: { number: i }, ...more(i) }))
const inner = ({ data }: OutboxEvent) => (data as { events: Outgoing[] }).events
const effectsOf = async (events: Outgoing[]) =>
  (
    await owner<{ number: number }[]>`
      select number from tasks.effect where event = any(${events.map(({ id }) => id)}) order by number`
  ).map(({ number }) => number)

describe('packing', () => {
  test('leaves a few events as they are', () => {
    const events = numbered(7)
    expect(packed(events)).toEqual(events)
  })

  test('keeps the order, and makes batches of up to a hundred events of one person and topic', () => {
    const events = numbered(250, i => ({ userId: i % 2 ? 'ana' : 'bob' }))
    const batches = packed(events)
    expect(batches.map(batch => [batch.userId, batch.type, inner(batch).length])).toEqual([
      ['bob', batchEvent.type, 100],
      ['bob', batchEvent.type, 25],
      ['ana', batchEvent.type, 100],
      ['ana', batchEvent.type, 25],
    ])
    const bobs = batches.slice(0, 2).flatMap(inner)
    expect(bobs.map(({ id }) => id)).toEqual(events.filter(({ userId }) => userId === 'bob').map(({ id }) => id))
  })

  test('keeps each batch within its size, and leaves a large event alone', () => {
    const text = 'x'.repeat(90_000)
    const sizes = packed(numbered(20, () => ({ data: { number: 1, next: text } })))
    expect(sizes.length).toBe(10)
    for (const batch of sizes) expect(JSON.stringify(batch.data).length).toBeLessThan(maxBatchBytes + 30_000)
    const large = numbered(9, () => ({ data: { number: 1, next: 'x'.repeat(maxBatchBytes) } }))
    expect(packed(large)).toEqual(large)
  })
})

describe('a batch', () => {
  test('has the effect of each of its events once, in order, in one call of the handler', async () => {
    const events = numbered(20)
    const [batch] = packed(events)
    runs.length = 0
    expect((await deliver(batch as OutboxEvent)).status).toBe(204)
    expect(runs).toEqual([events.map((_, i) => i)])
    expect((await deliver(batch as OutboxEvent)).status).toBe(204)
    expect(runs).toHaveLength(1)
    expect(await effectsOf(events)).toEqual(events.map((_, i) => i))
  })

  test('skips the events that came alone before', async () => {
    const events = numbered(10)
    await deliver(events[3] as Outgoing)
    await deliver(packed(events)[0] as OutboxEvent)
    expect(await effectsOf(events)).toEqual(events.map((_, i) => i))
  })

  test('with one event that is malformed has the effects of the others, and is refused with the reason', async () => {
    const events = numbered(10, i => (i === 4 ? { data: { number: 'four' } } : {}))
    const response = await deliver(packed(events)[0] as OutboxEvent)
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('data.number')])
    expect(await effectsOf(events)).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9])
  })

  test('with one event that its handler refuses has the effects of the others, and is refused with the reason', async () => {
    const events = numbered(10, i => (i === 4 ? { data: { number: 4, next: 'refused' } } : {}))
    const response = await deliver(packed(events)[0] as OutboxEvent)
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('It names no user.')])
    expect(await effectsOf(events)).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9])
  })

  test('whose database is away changes nothing and is retried', async () => {
    const events = numbered(10, i => (i === 4 ? { data: { number: 4, next: 'away' } } : {}))
    expect((await deliver(packed(events)[0] as OutboxEvent)).status).toBe(503)
    expect(await effectsOf(events)).toEqual([])
  })

  test('of types that nobody handles here is not even read', async () => {
    const [batch] = packed(numbered(10, () => ({ type: 'com.example.other' }))) as [OutboxEvent]
    const outgoing: Outgoing = { ...batch, source }
    expect(httpHeaders(outgoing)).toMatchObject({ 'ce-batchtypes': 'com.example.other' })
    expect((await post('not JSON', httpHeaders(outgoing))).status).toBe(204)
    const mixed = packed(numbered(10, i => (i ? { type: 'com.example.other' } : {})))
    expect((await deliver(mixed[0] as OutboxEvent)).status).toBe(204)
    expect(await effectsOf(inner(mixed[0] as OutboxEvent))).toEqual([0])
  })

  test('that is no list of events is malformed', async () => {
    const [batch] = packed(numbered(10))
    const wrong = { ...(batch as OutboxEvent), data: { events: [{ id: 'x' }] } }
    expect((await deliver(wrong)).status).toBe(400)
  })
})

describe('an event that fails because of a bug', () => {
  const rowsOf = (events: Outgoing[]) =>
    owner`
      select event_id, consumer, tries, reason, set_aside_at is not null as set_aside, data from tasks.set_aside
      where event_id = any(${events.map(({ id }) => id)})`

  test('is retried twice, and with the third failure it is set aside with its data, so that the next ones go on', async () => {
    const wrong = someEvent({ data: { number: 1, next: 'bug' } })
    const statuses: number[] = []
    for (let i = 0; i < 3; i++) statuses.push((await deliver(wrong)).status)
    expect(statuses).toEqual([500, 500, 204])
    expect(await rowsOf([wrong])).toEqual([
      { event_id: wrong.id, consumer: 'probe', tries: 3, reason: 'Error: a bug', set_aside: true, data: wrong.data },
    ])
    expect(await effectsOf([wrong])).toEqual([])
  })

  test('does not fail the other events of its batch', async () => {
    const events = numbered(10, i => (i === 4 ? { data: { number: 4, next: 'bug' } } : {}))
    const [batch] = packed(events)
    const statuses: number[] = []
    for (let i = 0; i < 3; i++) statuses.push((await deliver(batch as OutboxEvent)).status)
    expect(statuses).toEqual([500, 500, 204])
    expect(await effectsOf(events)).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9])
    expect(await rowsOf(events)).toMatchObject([{ event_id: events[4]?.id, set_aside: true }])
  })
})
