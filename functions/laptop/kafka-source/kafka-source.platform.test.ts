import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { pino } from 'pino'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { createTopics } from '../../../scripts/lab/platform/kafka.ts'
import { readTopic } from '../../../scripts/lab/platform/topic.ts'
import { kafkaHeaders } from '../../kit/events/cloud-event.ts'
import { onAny } from '../../kit/events/handler.ts'
import { kafkaClient } from '../../kit/events/publish/kafka-client.ts'
import { receive } from '../../kit/events/receive.ts'
import { close, listen } from '../../kit/http/serve.ts'
import { createLog, type Log } from '../../kit/log.ts'
import { someEvent } from '../../kit/testing/some-event.ts'
import { startKafkaSource } from './kafka-source.ts'
import type { Source } from './manifest.ts'

const silent = createLog('test', 'silent')
const soon = { timeout: 60_000, interval: 20 }

/** A new topic with three partitions, a topic for dead letters, and a function that answers as the test wants. */
async function world(answer: (number: number, attempt: number) => number = () => 204, log: Log = silent) {
  const connection = { brokers: [inject('kafkaBrokers')] }
  const [topic, deadLetters, group] = [`topic-${randomUUID()}`, `dead-${randomUUID()}`, `group-${randomUUID()}`]
  await createTopics(inject('kafkaBrokers'), [topic, deadLetters], 3)
  const producer = (await kafkaClient(connection, 'test', log)).producer()
  await producer.connect()
  const calls: { number: number; partition: number }[] = []
  const app = new Hono().post('/', async c => {
    const { number } = JSON.parse(await c.req.text())
    calls.push({ number, partition: Number(c.req.header('ce-knativekafkapartition')) })
    return c.text(`says ${number}`, answer(number, calls.filter(call => call.number === number).length) as 200)
  })
  const server = await listen(app, { port: 0 })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const delivery = { retries: 2, pauseMs: () => 10, timeoutMs: 5_000 }
  const source: Source = {
    name: 'test',
    topics: [topic],
    group,
    from: 'earliest',
    to: 'test',
    path: '/',
    delivery,
    deadLetters,
  }
  const running: { stop(): Promise<void> }[] = []
  onTestFinished(async () => {
    await Promise.all(running.map(one => one.stop()))
    await producer.disconnect()
    await close(server)
  })
  return {
    calls,
    connection,
    numbers: () => calls.map(({ number }) => number),
    async start(more: Partial<Source> = {}, to = url) {
      const one = await startKafkaSource({ source: { ...source, ...more }, url: to, connection, log })
      running.push(one)
      return one
    },
    /** Event `number` goes to partition `number % 3`. */
    produce: (...numbers: number[]) =>
      producer.send({
        topic,
        messages: numbers.map(number => ({
          partition: number % 3,
          key: 'ana',
          value: JSON.stringify({ number }),
          headers: kafkaHeaders(someEvent({ subject: String(number) })),
        })),
      }),
    plain: (value: string | null, more: { partition?: number } = {}) =>
      producer.send({ topic, messages: [{ value, ...more }] }),
    dead: () => readTopic(connection, deadLetters),
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, number) => number)

test('of 1,000 events with 5 poison ones, those 5 become dead letters with the reason, and the others arrive in order', async () => {
  const poison = [7, 300, 301, 302, 999]
  const { start, produce, numbers, calls, dead } = await world(number => (poison.includes(number) ? 400 : 204))
  await produce(...upTo(1_000))
  await start()

  await vi.waitFor(() => expect(new Set(numbers()).size).toBe(1_000), soon)
  for (const partition of [0, 1, 2]) {
    const there = calls.filter(call => call.partition === partition).map(({ number }) => number)
    expect(there).toEqual(upTo(1_000).filter(number => number % 3 === partition))
  }
  await vi.waitFor(async () => expect(await dead()).toHaveLength(5), soon)
  const letters = await dead()
  expect(letters.map(({ headers }) => Number(headers.ce_subject)).sort((a, b) => a - b)).toEqual(poison)
  for (const { headers, key, value } of letters)
    expect({ headers, key, value }).toMatchObject({
      key: 'ana',
      value: JSON.stringify({ number: Number(headers.ce_subject) }),
      headers: {
        'content-type': 'application/json',
        ce_knativeerrordest: expect.stringMatching(/^http/),
        ce_knativeerrorcode: '400',
        ce_knativeerrordata: Buffer.from(`says ${headers.ce_subject}`).toString('base64'),
      },
    })
})

test('a dead letter that is too large for its topic does not hold up the next event of its partition', async () => {
  const { start, produce, plain, numbers, dead } = await world(number => (number === 7 ? 400 : 204))
  await plain(JSON.stringify({ number: 7, text: 'x'.repeat(1024 * 1024 - 200) }), { partition: 0 })
  await produce(0)
  await start()
  await vi.waitFor(() => expect(numbers()).toEqual([7, 0]), soon)
  expect((await dead()).length).toBe(0)
})

test('a retry holds up its own partition and no other', async () => {
  const open = new Set<number>()
  const { start, produce, numbers } = await world(number => (number === 0 && !open.has(0) ? 503 : 204))
  await start({ delivery: { retries: 10_000, pauseMs: () => 5, timeoutMs: 5_000 } })
  await produce(0, 3, 1, 2, 4, 5)

  await vi.waitFor(() => expect(numbers()).toEqual(expect.arrayContaining([1, 2, 4, 5])), soon)
  expect(numbers()).not.toContain(3)
  open.add(0)
  await vi.waitFor(() => expect(numbers()).toContain(3), soon)
})

test('a restarted source resumes at the committed offset', async () => {
  const { start, produce, numbers } = await world()
  const first = await start()
  await produce(...upTo(30))
  await vi.waitFor(() => expect(new Set(numbers()).size).toBe(30), soon)
  await first.stop()
  const before = numbers().length

  await produce(...upTo(60).slice(30))
  await start()
  await vi.waitFor(() => expect(new Set(numbers()).size).toBe(60), soon)
  // A rebalance may redeliver some of the new events, but no event from before the committed offset.
  expect(
    numbers()
      .slice(before)
      .filter(number => number < 30),
  ).toEqual([])
})

test('two sources of a group share the partitions, and when one stops the other takes all', async () => {
  const { start, produce, numbers } = await world()
  const first = await start()
  await start()
  await produce(...upTo(30))
  await vi.waitFor(() => expect(new Set(numbers()).size).toBe(30), soon)
  await first.stop()
  await produce(...upTo(60).slice(30))
  await vi.waitFor(() => expect(new Set(numbers()).size).toBe(60), soon)
})

test('a record that is no CloudEvent is answered 400 by the function and becomes a dead letter', async () => {
  const { start, plain, dead } = await world()
  const door = receive<undefined>({ admit: async () => ({}), take: async () => 'handled', log: silent }, [
    onAny(async () => {}),
  ])
  const server = await listen(new Hono().post('/', door), { port: 0 })
  onTestFinished(() => close(server))
  await start({}, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await plain('not an event')
  await plain(null)

  await vi.waitFor(async () => expect(await dead()).toHaveLength(2), soon)
  for (const { headers } of await dead())
    expect(headers).toMatchObject({
      ce_type: 'dev.knative.kafka.event',
      ce_id: expect.stringMatching(/^partition:\d\/offset:\d+$/),
      ce_knativeerrorcode: '400',
    })
})

test('a source without dead letters drops a refused event and continues', async () => {
  const { start, produce, numbers } = await world(number => (number === 0 ? 400 : 204))
  await start({ deadLetters: '' })
  await produce(0, 3)
  await vi.waitFor(() => expect(numbers()).toEqual([0, 3]), soon)
})

test('no line of the log holds the credential in the address of a function', async () => {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: line => void lines.push(line) })
  const { start, produce, dead } = await world(() => 204, log)
  await produce(...upTo(3))
  await start({}, 'http://127.0.0.1:9/?delivery=credential-of-nobody')
  await vi.waitFor(async () => expect(await dead()).toHaveLength(3), soon)
  expect(lines.filter(line => line.includes('dead letter'))).toHaveLength(3)
  expect(lines.join()).not.toContain('credential-of-nobody')
})
