import { randomUUID } from 'node:crypto'
import type { Producer } from 'kafkajs'
import { v7 as newId } from 'uuid'
import { taskCreated } from '../../../functions/domain/events/task-events.ts'
import { bodyOf, kafkaHeaders } from '../../../functions/kit/events/cloud-event.ts'
import type { Outgoing } from '../../../functions/kit/events/event.ts'
import { createOutbox, type Outbox } from '../../../functions/kit/events/outbox.ts'
import { insertEvents } from '../../../functions/kit/events/outbox-table.ts'
import { kafkaPublisher } from '../../../functions/kit/events/publish/kafka.ts'
import { kafkaClient } from '../../../functions/kit/events/publish/kafka-client.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { connect, type Sql } from '../../../functions/kit/postgres/connect.ts'
import { count, figure, inTurn, median, note, quantile } from './parts/figure.ts'
import { withKafka } from './parts/kafka.ts'
import { withPostgres } from './parts/postgres.ts'
import { scaled } from './parts/scale.ts'

const log = createLog('bench', 'error')
const pageSize = 500

/** Events per second from the outbox, and the delay of one event after its commit; kafkajs alone is the reference. */
export const bench = (): Promise<void> =>
  withKafka(kafka =>
    withPostgres(async databaseUrl => {
      const connection = { brokers: [kafka.brokers] }
      const owner = connect(databaseUrl, undefined, { connections: 1 })
      const sql = connect(databaseUrl, 'task_api')
      const publisher = kafkaPublisher({ connection, functionName: 'bench', log })
      const retryTimer = { after: () => {} }
      const outbox = createOutbox({ sql, schema: 'tasks', functionName: 'bench', publisher, retryTimer, log })
      const bare = (await kafkaClient(connection, 'bare', log)).producer({ idempotent: true })
      await bare.connect()

      await drain(owner, outbox, bare)
      await oneByOne(owner, outbox, bare)
      await outbox.close()
      await Promise.all([publisher.close(), bare.disconnect(), owner.end(), sql.end()])
    }),
  )

async function drain(owner: Sql, outbox: Outbox, bare: Producer): Promise<void> {
  const most = scaled(10_000, pageSize)
  const byOutbox = async () => {
    const events = someEvents(most)
    for (let i = 0; i < most; i += 1_000) await owner.begin(tx => insertEvents(tx, 'tasks', events.slice(i, i + 1_000)))
    return most / (await secondsOf(() => outbox.sweep()))
  }
  const byKafkajs = async () => {
    const messages = someEvents(most).map(message)
    return (
      most /
      (await secondsOf(async () => {
        for (let i = 0; i < most; i += pageSize)
          await bare.send({ topic: 'task-events', acks: -1, messages: messages.slice(i, i + pageSize) })
      }))
    )
  }
  await byOutbox()
  await byKafkajs()
  const { outbox: ours = [], kafkajs: theirs = [] } = await inTurn(5, { outbox: byOutbox, kafkajs: byKafkajs })
  const reached = median(ours)
  figure('outbox drained over Kafka', `${count(reached)} events/s`, '>= 3,000', reached >= 3_000)
  note(`rounds: ${ours.map(count).join(', ')}`)
  note(`kafkajs alone with the same records, ${pageSize} a request: ${count(median(theirs))} events/s`)
  note(`one event: ${Buffer.byteLength(JSON.stringify(message(someEvents(1)[0] as Outgoing)))} bytes with its headers`)
}

async function oneByOne(owner: Sql, outbox: Outbox, bare: Producer): Promise<void> {
  const [published, sent]: [number[], number[]] = [[], []]
  for (let i = 0; i < scaled(500, 20); i++) {
    const events = someEvents(1)
    await owner.begin(tx => insertEvents(tx, 'tasks', events))
    published.push((await secondsOf(() => outbox.publish(events))) * 1_000)
    const messages = someEvents(1).map(message)
    sent.push((await secondsOf(() => bare.send({ topic: 'task-events', acks: -1, messages }))) * 1_000)
  }
  const p95 = quantile(published, 0.95)
  figure('published and marked after a commit', `p95 ${p95.toFixed(1)} ms`, '<= 100 ms', p95 <= 100)
  note(`median ${median(published).toFixed(1)} ms`)
  note(`kafkajs alone, one record: p95 ${quantile(sent, 0.95).toFixed(1)} ms, median ${median(sent).toFixed(1)} ms`)
}

const people = Array.from({ length: 50 }, () => randomUUID())

const someEvents = (many: number): Outgoing[] =>
  Array.from({ length: many }, (_, i) => ({
    id: newId(),
    source: '/zerodue/bench',
    topic: 'task-events',
    type: taskCreated.type,
    subject: randomUUID(),
    userId: people[i % people.length] ?? '',
    time: new Date().toISOString(),
    data: taskCreated.example,
    traceparent: null,
  }))

const message = (event: Outgoing) => ({ key: event.userId, value: bodyOf(event), headers: kafkaHeaders(event) })

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}
