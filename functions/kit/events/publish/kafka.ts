import type { Producer, TopicMessages } from 'kafkajs'
import type { Log } from '../../log.ts'
import { bodyOf, kafkaHeaders } from '../cloud-event.ts'
import type { Outgoing, Publisher } from '../event.ts'
import { within } from '../within.ts'
import { kafkaClient } from './kafka-client.ts'
import type { KafkaConnection } from './kafka-settings.ts'

export interface KafkaPublisherOptions {
  connection: KafkaConnection
  functionName: string
  log: Log
}

/** How long closing waits for what is under way. */
const lastMs = 5_000

interface Waiting {
  events: Outgoing[]
  taken: () => void
  failed: (error: unknown) => void
}

/**
 * Publishes to Kafka itself, acknowledged by all replicas, keyed by user. What is asked for while a request is under way
 * leaves together in the next one, so the order of asking is the order in each partition.
 */
export function kafkaPublisher(options: KafkaPublisherOptions): Publisher {
  let producer: Promise<Producer> | undefined
  let waiting: Waiting[] = []
  let sending: Promise<void> | undefined

  async function sendAll(): Promise<void> {
    while (waiting.length) {
      const batch = waiting
      waiting = []
      try {
        producer ??= connectProducer(options)
        const connected = await producer
        await connected.sendBatch({
          acks: -1,
          timeout: 5_000,
          topicMessages: byTopic(batch.flatMap(({ events }) => events)),
        })
        for (const { taken } of batch) taken()
      } catch (error) {
        await forget()
        // What came after it must not overtake it: all of it is left to be tried again in its order.
        for (const { failed } of [...batch, ...waiting.splice(0)]) failed(error)
      }
    }
    // In the same turn as the look at what waits, so that nobody can come in between and wait for ever.
    sending = undefined
  }

  /**
   * A request without an answer may have been carried out, and kafkajs would give its sequence numbers to the next one: the
   * broker would take that for a repetition and drop it with a friendly answer. A new producer has new numbers.
   */
  async function forget(): Promise<void> {
    const last = producer
    producer = undefined
    await last?.then(connected => connected.disconnect()).catch(() => {})
  }

  return {
    publish(events) {
      if (!events.length) return Promise.resolve()
      return new Promise((taken, failed) => {
        waiting.push({ events, taken, failed })
        sending ??= sendAll()
      })
    },
    async close() {
      await within(Promise.resolve(sending), lastMs)
      await forget()
    },
  }
}

async function connectProducer({ connection, functionName, log }: KafkaPublisherOptions): Promise<Producer> {
  const client = await kafkaClient(connection, functionName, log)
  const { Partitioners } = (await import('kafkajs')).default
  const producer = client.producer({
    idempotent: true,
    // As every client of Kafka does it: other producers of a user's commands meet the same partition.
    createPartitioner: Partitioners.DefaultPartitioner,
    // A misspelt topic must fail, also where brokers would make it.
    allowAutoTopicCreation: false,
    // What cannot leave soon waits in the outbox, not here.
    retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 },
  })
  try {
    await producer.connect()
  } catch (error) {
    await producer.disconnect().catch(() => {})
    throw error
  }
  return producer
}

function byTopic(events: Outgoing[]): TopicMessages[] {
  return [...Map.groupBy(events, ({ topic }) => topic)].map(([topic, group]) => ({
    topic,
    messages: group.map(event => ({ key: event.userId, value: bodyOf(event), headers: kafkaHeaders(event) })),
  }))
}
