import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import type { Topic } from '../../../functions/domain/events/topics.ts'
import { createOutbox, type Outbox } from '../../../functions/kit/events/outbox.ts'
import { insertEvents } from '../../../functions/kit/events/outbox-table.ts'
import { kafkaPublisher } from '../../../functions/kit/events/publish/kafka.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { someEvent } from '../../../functions/kit/testing/some-event.ts'
import { newTimer } from '../../../functions/kit/timers.ts'
import { startKafkaSource } from '../../../functions/laptop/kafka-source/kafka-source.ts'
import { run } from '../../../functions/laptop/testing/zerodue.ts'
import { createTopics } from '../platform/kafka.ts'
import { counting } from './testing/counting.ts'
import { ownKafka } from './testing/own-kafka.ts'

/** For a longer run: `AWAY_MS=60000 npm run test:platform -- faults`. */
const awayMs = Number(process.env.AWAY_MS ?? 5_000)
vi.setConfig({ testTimeout: 180_000 + 4 * awayMs })
const soon = { timeout: 120_000 + awayMs, interval: 100 }
const log = createLog('test', 'silent')
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

test('a broker that is killed under load and restarted loses no event and keeps the order of each task', async () => {
  const kafka = await ownKafka()
  await kafka.createTopics(['task-events'])
  const connection = { brokers: [kafka.brokers] }
  const { sql, url, count, versions } = await counting()
  const source = await startKafkaSource({
    source: {
      name: 'counting',
      topics: ['task-events'],
      group: 'counting',
      from: 'earliest',
      to: 'counting',
      path: '/',
      delivery: { retries: 10, pauseMs: () => 10, timeoutMs: 10_000 },
    },
    url,
    connection,
    log,
  })
  const publisher = kafkaPublisher({ connection, functionName: 'test', log })
  const retryTimer = newTimer(() => outbox.sweep())
  const outbox: Outbox = createOutbox({ sql, schema: 'tasks', functionName: 'test', publisher, retryTimer, log })
  onTestFinished(async () => {
    await outbox.close()
    await Promise.all([publisher.close(), source.stop()])
  })

  const tasks = new Map(upTo(12).map(() => [randomUUID(), 0]))
  let longestMs = 0
  /** Each task has one writer, which waits for each answer before its next change. */
  const write = (times: number) =>
    Promise.all(
      [...tasks.keys()].map(async task => {
        for (const _ of upTo(times)) {
          const version = (tasks.get(task) ?? 0) + 1
          tasks.set(task, version)
          const startedAt = performance.now()
          const event = someEvent({ userId: task, subject: task, data: { version } })
          await sql.begin(async tx => {
            await tx`select set_config('app.user', ${task}, true)`
            await insertEvents(tx, 'tasks', [event])
          })
          await outbox.publish([event])
          longestMs = Math.max(longestMs, performance.now() - startedAt)
        }
      }),
    )

  await write(20)
  const meanwhile = write(20)
  await kafka.kill()
  const back = pause(awayMs).then(kafka.restart)
  await meanwhile
  for (let away = true; away; ) {
    const ended = back.then(() => false)
    await write(1)
    // About a hundred changes a second until the broker is back.
    away = await Promise.race([ended, pause(100, true)])
  }
  await write(20)

  const written = [...tasks.values()].reduce((sum, n) => sum + n, 0)
  await vi.waitFor(async () => expect(await count()).toBe(written), soon)
  expect(await versions()).toEqual(new Map([...tasks].map(([task, n]) => [task, upTo(n)])))
  expect(longestMs).toBeLessThan(5_000)
})

test('a killed source resumes at the committed offset: it may redeliver events, loses none and keeps the order of each task', async () => {
  const topic = `topic-${randomUUID()}`
  await createTopics(inject('kafkaBrokers'), [topic], 3)
  const { url, count, versions, deliveries } = await counting()
  const publisher = kafkaPublisher({ connection: { brokers: [inject('kafkaBrokers')] }, functionName: 'test', log })
  onTestFinished(() => publisher.close())
  const tasks = upTo(10).map(() => randomUUID())
  for (const version of upTo(60))
    await publisher.publish(
      tasks.map(task =>
        someEvent({ topic: topic as Topic, userId: task, subject: task, data: { version }, type: 'zerodue.test.v1' }),
      ),
    )

  const manifests = newFolder()
  mkdirSync(path.join(manifests, 'counting'))
  writeFileSync(
    path.join(manifests, 'counting', 'kafka-source.yaml'),
    `apiVersion: sources.knative.dev/v1
kind: KafkaSource
metadata: { name: counting }
spec:
  bootstrapServers: [kafka:9092]
  topics: [${topic}]
  consumerGroup: ${topic}
  initialOffset: earliest
  sink: { ref: { apiVersion: serving.knative.dev/v1, kind: Service, name: counting } }
`,
  )
  const env = { KAFKA_BROKERS: inject('kafkaBrokers'), MANIFESTS: manifests }
  const startSource = () => run('functions/laptop/kafka-source/main.ts', [`counting=${url}`], env)
  for (const delivered of [100, 250]) {
    const source = startSource()
    await vi.waitFor(() => expect(deliveries()).toBeGreaterThan(delivered), soon)
    source.child.kill('SIGKILL')
    await source.ended
  }
  startSource()

  await vi.waitFor(async () => expect(await count()).toBe(600), soon)
  expect(await versions()).toEqual(new Map(tasks.map(task => [task, upTo(60)])))
})
