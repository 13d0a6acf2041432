import type { Producer, TopicMessages } from 'kafkajs'
import { createLog, type Log } from '../../log.ts'
import { away, codeOf, type PartState, there } from '../../readiness/part.ts'
import { within } from '../../timers.ts'
import { bodyOf, kafkaHeaders } from '../cloud-event.ts'
import { BrokerAway, type Outgoing, type Publisher, Unpublishable } from '../event.ts'
import { kafkaClient } from './kafka-client.ts'
import type { KafkaConnection } from './kafka-settings.ts'

interface KafkaPublisherOptions {
  connection: KafkaConnection
  functionName: string
  log: Log
}

/** How long closing waits for the request in flight. */
const closeWaitMs = 5_000

interface WaitingEvents {
  events: Outgoing[]
  resolve: () => void
  reject: (error: unknown) => void
}

/**
 * Publishes to Kafka, acknowledged by all replicas, keyed by user. Events that come while a request is in flight share the
 * next one, so each partition keeps the order of the calls.
 */
export function kafkaPublisher(options: KafkaPublisherOptions): Publisher {
  let producer: Promise<Producer> | undefined
  let waiting: WaitingEvents[] = []
  let sending: Promise<void> | undefined

  async function sendAll(): Promise<void> {
    while (waiting.length) {
      const batch = waiting
      waiting = []
      const error = await failureOf(batch.flatMap(({ events }) => events))
      if (error === undefined) {
        for (const { resolve } of batch) resolve()
      } else if (error instanceof BrokerAway || batch.length === 1) {
        // Later events must not overtake failed ones: reject them all, to be retried in their order.
        for (const { reject } of [...batch, ...waiting.splice(0)]) reject(error)
      } else {
        // One of the calls is at fault: the others must not fail with it.
        for (const { events, resolve, reject } of batch) {
          const own = await failureOf(events)
          own === undefined ? resolve() : reject(own)
        }
      }
    }
    // No await since the check of `waiting`: otherwise an event could be added here and wait for ever.
    sending = undefined
  }

  async function failureOf(events: Outgoing[]): Promise<Error | undefined> {
    try {
      producer ??= connectProducer(options)
      const connected = await producer
      for (const part of parts(events))
        await connected.sendBatch({ acks: -1, timeout: 5_000, topicMessages: byTopic(part) })
      return undefined
    } catch (error) {
      await dropProducer()
      return translated(error)
    }
  }

  /**
   * A request without an answer may have succeeded, and kafkajs would use its sequence numbers again for the next one: the
   * broker would drop that as a duplicate and still answer with success. A new producer gets new numbers.
   */
  async function dropProducer(): Promise<void> {
    const last = producer
    producer = undefined
    await last?.then(connected => connected.disconnect()).catch(() => {})
  }

  return {
    publish(events) {
      if (!events.length) return Promise.resolve()
      return new Promise((resolve, reject) => {
        waiting.push({ events, resolve, reject })
        sending ??= sendAll()
      })
    },
    async close() {
      await within(Promise.resolve(sending), closeWaitMs)
      await dropProducer()
    },
    ask: () => askKafka(options),
  }
}

/** Makes a connection of its own, which waits for no record in flight, and logs in. Nothing is logged: the answer tells it. */
async function askKafka({ connection, functionName }: KafkaPublisherOptions): Promise<PartState> {
  // Each retry tries the next broker of the list.
  const retry = { retries: connection.brokers.length - 1, initialRetryTime: 20, maxRetryTime: 20 }
  const client = await kafkaClient({ ...connection, retry }, functionName, createLog('kafka', 'silent'))
  const admin = client.admin()
  try {
    await admin.connect()
    return there
  } catch (error) {
    return away(`Kafka does not answer (${codeOf(error)}).`)
  } finally {
    await admin.disconnect().catch(() => {})
  }
}

async function connectProducer({ connection, functionName, log }: KafkaPublisherOptions): Promise<Producer> {
  const client = await kafkaClient(connection, functionName, log)
  const { Partitioners } = (await import('kafkajs')).default
  const producer = client.producer({
    idempotent: true,
    // The default of all Kafka clients, so that other producers send a user's commands to the same partition.
    createPartitioner: Partitioners.DefaultPartitioner,
    // A misspelt topic must fail, also where the broker would create it.
    allowAutoTopicCreation: false,
    // Events that fail wait in the outbox, not here.
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

/** A broker takes up to a megabyte for one partition at a time, so many large events go in several requests. */
const maxPartBytes = 700_000

function parts(events: Outgoing[]): Message[][] {
  const parts: Message[][] = []
  let bytes = maxPartBytes
  for (const event of events) {
    const message = { topic: event.topic, key: event.userId, value: bodyOf(event), headers: kafkaHeaders(event) }
    const size = Buffer.byteLength(message.value)
    if (bytes + size > maxPartBytes) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)?.push(message)
    bytes += size
  }
  return parts
}

interface Message {
  topic: string
  key: string
  value: string
  headers: Record<string, string>
}

const byTopic = (messages: Message[]): TopicMessages[] =>
  [...Map.groupBy(messages, ({ topic }) => topic)].map(([topic, group]) => ({ topic, messages: group }))

/** The errors of kafkajs after which no event is at fault. */
const awayErrors =
  /^KafkaJS(Connection|ConnectionClosed|RequestTimeout|BrokerNotFound|NoBrokerAvailable|MetadataNotLoaded|SASLAuthentication|LockTimeout|Timeout)(Error)?$/
const tooLarge = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']

/** kafkajs wraps the error of its last retry. */
function translated(error: unknown): Error {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const { name, message, type } = cause as { name?: string; message?: string; type?: string }
  if (awayErrors.test(name ?? '')) return new BrokerAway(message, { cause })
  if (type && tooLarge.includes(type)) return new Unpublishable(message, { cause })
  return cause instanceof Error ? cause : new Error(String(cause))
}
