import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { createTopics } from '../../../scripts/lab/platform/kafka.ts'
import { readTopic } from '../../../scripts/lab/platform/topic.ts'
import auditSink from '../../audit-sink/function.ts'
import type { Outgoing } from '../../kit/events/event.ts'
import { kafkaPublisher } from '../../kit/events/publish/kafka.ts'
import { freePort } from '../../kit/http/free-port.ts'
import { close, listen } from '../../kit/http/serve.ts'
import { createLog } from '../../kit/log.ts'
import { makeFunction } from '../../kit/make-function.ts'
import { connect } from '../../kit/postgres/connect.ts'
import { root } from '../../kit/root.ts'
import { sampleSettings } from '../../kit/settings/samples.ts'
import { testDatabase } from '../../kit/testing/database.ts'
import { measured, sumOf } from '../../kit/testing/measured.ts'
import { someEvent } from '../../kit/testing/some-event.ts'
import { startKafkaSource } from './kafka-source.ts'
import { readSources } from './manifest.ts'

const log = createLog('test', 'silent')
const soon = { timeout: 60_000, interval: 20 }
const manifest = readSources(path.join(root, 'knative')).find(({ name }) => name === 'audit-sink')
const people = Array.from({ length: 9 }, () => randomUUID())
const newSecret = () => randomUUID() + randomUUID()
const measurements = measured()
const refusals = () => sumOf(measurements, 'zerodue.deliveries.refused', { function: 'audit-sink' })

interface Running {
  stop(): Promise<unknown>
}

/** Starts a part again, with other credentials. */
function restarting<TGiven extends unknown[]>(start: (...given: TGiven) => Promise<Running>) {
  let running: Running | undefined
  const stop = async () => void (await running?.stop())
  onTestFinished(stop)
  return async (...given: TGiven) => {
    await stop()
    running = await start(...given)
  }
}

/** audit-sink and its KafkaSource over a real Kafka, each restarted on its own, and a producer that goes on meanwhile. */
async function installation() {
  const [topic, dead] = [`topic-${randomUUID()}`, `dead-${randomUUID()}`]
  const connection = { brokers: [inject('kafkaBrokers')] }
  await createTopics(inject('kafkaBrokers'), [topic, dead], 3)
  const databaseUrl = await testDatabase()
  const owner = connect(databaseUrl, undefined, { connections: 1 })
  const publisher = kafkaPublisher({ connection, functionName: 'test', log })
  const port = await freePort()
  const sent: Outgoing[] = []
  const isOver = new AbortController()

  const restartFunction = restarting(async (now: string, before?: string) => {
    const secrets = { EVENTS_SECRET: now, ...(before && { EVENTS_SECRET_BEFORE: before }) }
    const environment = { ...sampleSettings(auditSink), DATABASE_URL: databaseUrl, ...secrets }
    const made = makeFunction(auditSink, environment, { publisher, log })
    const server = await listen(made.app, { port })
    return { stop: () => close(server).then(made.close) }
  })
  const restartSource = restarting(async (secret: string) => {
    if (!manifest) throw new Error('There is no KafkaSource audit-sink')
    const source = { ...manifest, topics: [topic], group: topic, deadLetters: dead }
    return startKafkaSource({ source, url: `http://127.0.0.1:${port}/?delivery=${secret}`, connection, log })
  })
  const handled = () => owner<{ id: string; who: string }[]>`select id, user_id as who from audit.entry order by seq`

  async function produce(): Promise<void> {
    while (!isOver.signal.aborted) {
      const event = someEvent({ topic, userId: people[sent.length % people.length] ?? '' })
      sent.push(event)
      await publisher.publish([event])
      await pause(5)
    }
  }
  const producing = produce()
  const endTraffic = async () => {
    isOver.abort()
    await producing
  }
  onTestFinished(async () => {
    await endTraffic()
    await Promise.all([publisher.close(), owner.end()])
  })
  return {
    restartFunction,
    restartSource,
    handled,
    /** Resolves when events that are not sent yet have been handled. */
    async goesOn() {
      const before = sent.length
      await vi.waitFor(async () => expect((await handled()).length).toBeGreaterThan(before), soon)
    },
    async endsWithEveryEventOnceInOrder() {
      await endTraffic()
      await vi.waitFor(async () => expect(await handled()).toHaveLength(sent.length), soon)
      const got = await handled()
      for (const person of people)
        expect(got.filter(({ who }) => who === person).map(({ id }) => id)).toEqual(
          sent.filter(({ userId }) => userId === person).map(({ id }) => id),
        )
      expect(await readTopic(connection, dead)).toEqual([])
    },
  }
}

test('ten rotations of a credential under traffic lose no event, keep the order and make no dead letter', async () => {
  const { restartFunction, restartSource, goesOn, endsWithEveryEventOnceInOrder } = await installation()
  let secret = newSecret()
  await restartFunction(secret)
  await restartSource(secret)
  await goesOn()
  const refusedBefore = refusals()

  for (let rotation = 0; rotation < 10; rotation++) {
    const [before, now] = [secret, newSecret()]
    // The order of a deployment: functions first. Sources carry the old credential for a while.
    await restartFunction(now, before)
    await goesOn()
    await restartSource(now)
    await goesOn()
    secret = now
  }

  await endsWithEveryEventOnceInOrder()
  expect(refusals()).toBe(refusedBefore)
}, 240_000)

test('a source whose credential the function does not know keeps its events, and delivers them once it is updated', async () => {
  const { restartFunction, restartSource, goesOn, handled, endsWithEveryEventOnceInOrder } = await installation()
  const stale = newSecret()
  await restartFunction(stale)
  await restartSource(stale)
  await goesOn()

  const [now, before] = [newSecret(), newSecret()]
  await restartFunction(now, before)
  const already = (await handled()).length
  const refusedBefore = refusals()
  // Each partition is tried again and again.
  await vi.waitFor(() => expect(refusals()).toBeGreaterThan(refusedBefore + 12), soon)
  expect(await handled()).toHaveLength(already)

  await restartSource(now)
  await endsWithEveryEventOnceInOrder()
}, 240_000)
