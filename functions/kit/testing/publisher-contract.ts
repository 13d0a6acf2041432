import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { structuredType } from '../events/cloud-event.ts'
import type { Outgoing, Publisher } from '../events/event.ts'
import { onAny } from '../events/handler.ts'
import { type InTransaction, onceIn } from '../events/inbox.ts'
import { createOutbox } from '../events/outbox.ts'
import { insertEvents } from '../events/outbox-table.ts'
import { receive } from '../events/receive.ts'
import { close, listen } from '../http/serve.ts'
import { createLog } from '../log.ts'
import { connect, type Sql } from '../postgres/connect.ts'
import { testDatabase } from './database.ts'
import { someEvent } from './some-event.ts'

/** A publisher and its broker, with one subscriber to the topic `task-events`. */
interface Bus {
  publisher: Publisher
  /** Stops the broker: from now on publishing fails. */
  goAway(): Promise<void>
  comeBack(): Promise<void>
  close(): Promise<void>
}

type Mode = 'binary' | 'structured'

/** A delivery, with its attributes as headers of binary mode. */
interface Arrival {
  mode: Mode
  headers: Record<string, string>
  body: string
}

/** Long enough for a consumer group to form on a busy machine. */
const soon = { timeout: 30_000, interval: 20 }

/**
 * The contract of every publisher. `makeBus` gets the URL of the subscriber and must deliver to it at least once, in one mode
 * of CloudEvents.
 */
export function publisherContract(
  name: string,
  makeBus: (subscriberUrl: string) => Promise<Bus>,
  mode: Mode = 'binary',
): void {
  describe(name, () => {
    const arrivals: Arrival[] = []
    const opened: { bus?: Bus; sql?: Sql; end: (() => Promise<unknown>)[] } = { end: [] }
    const bus = () => opened.bus ?? fail()
    const sql = () => opened.sql ?? fail()

    beforeAll(async () => {
      const databaseUrl = await testDatabase()
      const pool = connect(databaseUrl, 'task_api')
      const owner = connect(databaseUrl, undefined, { connections: 1 })
      await owner`create table tasks.effect (event text not null)`
      await owner`grant select, insert on tasks.effect to task_api`
      const server = await listen(subscriber(pool, arrivals), { port: 0 })
      opened.sql = pool
      opened.bus = await makeBus(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
      opened.end.push(
        bus().close,
        () => close(server),
        () => pool.end(),
        () => owner.end(),
      )
    }, 120_000)

    afterAll(async () => {
      for (const end of opened.end) await end()
    }, 60_000)

    const arrivedOf = (events: Outgoing[]) => {
      const ids = new Set(events.map(({ id }) => id))
      return arrivals.filter(({ headers }) => ids.has(headers['ce-id'] ?? ''))
    }
    const allArrived = (events: Outgoing[]) =>
      expect
        .poll(() => new Set(arrivedOf(events).map(({ headers }) => headers['ce-id'])).size, soon)
        .toBe(events.length)

    test(`an event arrives as a CloudEvent in ${mode} mode with every attribute unchanged`, async () => {
      const event = someEvent({
        userId: 'auth0|ana@example.com',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      })
      await bus().publisher.publish([event])
      await allArrived([event])

      const [arrival] = arrivedOf([event])
      expect(arrival?.mode).toBe(mode)
      expect(arrival?.headers).toMatchObject({
        'ce-specversion': '1.0',
        'ce-id': event.id,
        'ce-source': event.source,
        'ce-type': event.type,
        'ce-subject': event.subject,
        'ce-time': event.time,
        'ce-dataschema': `urn:zerodue:schema:${event.type}`,
        'ce-userid': event.userId,
        'ce-partitionkey': event.userId,
        'ce-traceparent': event.traceparent,
        'content-type': expect.stringMatching(/^application\/json/),
      })
    })

    test('data arrives unchanged: any script, emoji, control characters, null', async () => {
      const data = { title: 'پودوں کو پانی دو 🌱 "quoted" \\ \u2028 \u0001 %41', none: null, list: [], number: 1e21 }
      const event = someEvent({ data, subject: null })
      await bus().publisher.publish([event])
      await allArrived([event])

      const [arrival] = arrivedOf([event])
      expect(JSON.parse(arrival?.body ?? '')).toEqual(data)
      expect(arrival?.headers['ce-subject']).toBeUndefined()
    })

    test('a large event arrives whole', async () => {
      const event = someEvent({ data: { notes: 'پ'.repeat(256 * 1024) } })
      await bus().publisher.publish([event])
      await allArrived([event])
      expect(JSON.parse(arrivedOf([event])[0]?.body ?? '')).toEqual(event.data)
    })

    test('hundreds of events of several users arrive, those of each user in their order', async () => {
      const people = Array.from({ length: 5 }, () => randomUUID())
      const events = Array.from({ length: 400 }, (_, number) =>
        someEvent({ userId: people[number % people.length] ?? '', data: { number } }),
      )
      for (let i = 0; i < events.length; i += 50) await bus().publisher.publish(events.slice(i, i + 50))
      await allArrived(events)

      for (const person of people) {
        const numbers = arrivedOf(events)
          .filter(({ headers }) => headers['ce-userid'] === person)
          .map(({ body }) => (JSON.parse(body) as { number: number }).number)
        // At least once: ignore redeliveries.
        const first = numbers.filter((number, i) => numbers.indexOf(number) === i)
        expect(first).toEqual([...first].sort((a, b) => a - b))
      }
    })

    test('events that are published twice have their effect once', async () => {
      const events = Array.from({ length: 20 }, () => someEvent())
      await Promise.all([bus().publisher.publish(events), bus().publisher.publish(events)])
      const last = someEvent()
      await bus().publisher.publish([last])
      await allArrived([...events, last])
      await expect.poll(() => arrivedOf(events).length, soon).toBe(40)
      const ids = events.map(({ id }) => id)
      await expect.poll(() => sql()`select event from tasks.effect where event = any(${ids})`, soon).toHaveLength(20)
    })

    test('while the broker is down events wait in the outbox, and all arrive after it recovers', async () => {
      const events = Array.from({ length: 30 }, (_, number) => someEvent({ data: { number } }))
      const outbox = createOutbox({
        sql: sql(),
        schema: 'tasks',
        functionName: 'test',
        publisher: bus().publisher,
        retryTimer: { after: () => {} },
        log: createLog('test', 'silent'),
      })
      await asUser(sql(), 'ana', events)
      await bus().goAway()
      await outbox.publish(events.slice(0, 10))
      await outbox.publish(events.slice(10))
      expect(await published(sql(), events)).toBe(0)

      await bus().comeBack()
      await expect
        .poll(async () => {
          await outbox.sweep().catch(() => 0)
          return published(sql(), events)
        }, soon)
        .toBe(30)
      await allArrived(events)
    }, 90_000)

    test('closing waits for the events in flight', async () => {
      const events = Array.from({ length: 50 }, () => someEvent())
      const published = bus().publisher.publish(events)
      await bus().publisher.close()
      await published
      await allArrived(events)
    })
  })
}

/** Records every delivery, and inserts one row for each event. */
function subscriber(sql: Sql, arrivals: Arrival[]): Hono {
  const door = receive<InTransaction>(
    {
      admit: async () => ({}),
      take: onceIn({ sql, schema: 'tasks', consumer: 'contract' }),
      log: createLog('contract', 'silent'),
    },
    [onAny(async ({ id }, { tx }) => void (await tx`insert into tasks.effect values (${id})`))],
  )
  return new Hono().post('/', async (c, next) => {
    const arrival = arrivalOf(c.req.header(), await c.req.raw.clone().text())
    const response = await door(c, next)
    arrivals.push(arrival)
    return response ?? c.body(null, 204)
  })
}

function arrivalOf(headers: Record<string, string>, body: string): Arrival {
  if (headers['content-type'] !== structuredType) return { mode: 'binary', headers, body }
  const { data, datacontenttype, ...attributes } = JSON.parse(body)
  const named = Object.entries(attributes).map(([attribute, value]) => [`ce-${attribute}`, String(value)])
  const asHeaders = { ...Object.fromEntries(named), 'content-type': datacontenttype }
  return { mode: 'structured', headers: asHeaders, body: JSON.stringify(data) }
}

const asUser = (sql: Sql, userId: string, events: Outgoing[]) =>
  sql.begin(async tx => {
    await tx`select set_config('app.user', ${userId}, true)`
    await insertEvents(tx, 'tasks', events)
  })

async function published(sql: Sql, events: Outgoing[]): Promise<number> {
  const waiting = await sql<{ id: string }[]>`
    select id from tasks.unpublished_events('00000000-0000-0000-0000-000000000000', 10000)`
  const ids = new Set(waiting.map(({ id }) => id))
  return events.filter(({ id }) => !ids.has(id)).length
}

const fail = (): never => {
  throw new Error('The bus did not start: the error above says why.')
}
