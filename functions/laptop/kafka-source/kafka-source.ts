// Stands in for Knative's KafkaSource where there is no cluster: for development and tests only. It reads the same
// manifests and delivers in the same way, in one process and without any of the operator's care.
import type { Consumer } from 'kafkajs'
import { kafkaClient } from '../../kit/events/publish/kafka-client.ts'
import type { KafkaConnection } from '../../kit/events/publish/kafka-settings.ts'
import { within } from '../../kit/events/within.ts'
import type { Log } from '../../kit/log.ts'
import { startDeadLetters } from './dead-letters.ts'
import { deliver, reasonOf } from './deliver.ts'
import { Lane } from './lane.ts'
import type { Source } from './manifest.ts'
import { requestOf } from './record.ts'

export interface KafkaSourceOptions {
  source: Source
  /** The event door of the function that the source names. */
  url: string
  connection: KafkaConnection
  log: Log
}

export interface RunningSource {
  /** Lets the deliveries under way end, and commits how far they came. */
  stop(): Promise<void>
}

/** More than that of a partition waits in Kafka and not in memory. */
const mostWaiting = 500
const commitEveryMs = 5_000
const patienceMs = 5_000

export async function startKafkaSource({ source, url, connection, log }: KafkaSourceOptions): Promise<RunningSource> {
  const client = await kafkaClient(connection, source.name, log)
  const deadLetters = await startDeadLetters(client, source, log)
  const consumer = client.consumer({
    groupId: source.group,
    sessionTimeout: 6_000,
    heartbeatInterval: 1_500,
    maxWaitTimeInMs: 500,
    allowAutoTopicCreation: false,
    // As in a cluster: whatever happens to the broker, it is tried again.
    retry: { restartOnFailure: async () => true },
  })
  const lanes = new Map<string, Lane>()
  const left = new Map<string, Promise<void>>()

  const laneOf = (topic: string, partition: number) => {
    const key = `${topic}/${partition}`
    const place = { source: source.name, topic, partition }
    const lane =
      lanes.get(key) ??
      new Lane(async (message, stopped) => {
        const request = requestOf(message, place)
        const failure = await deliver(request, url, source.delivery, stopped)
        if (failure) await deadLetters.take(request, reasonOf(failure, url), stopped)
      }, left.get(key))
    lanes.set(key, lane)
    return lane
  }

  await consumer.connect()
  await consumer.subscribe({ topics: source.topics, fromBeginning: source.from === 'earliest' })
  // The group is shared out anew, and everybody begins at what was committed.
  consumer.on(consumer.events.GROUP_JOIN, () => {
    for (const [key, lane] of lanes) left.set(key, lane.stop())
    lanes.clear()
  })
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch: { topic, partition, messages }, pause }) => {
      const lane = laneOf(topic, partition)
      lane.add(messages)
      if (lane.length > mostWaiting) lane.done.then(pause())
    },
  })
  const commitOrSay = () => commit(consumer, lanes).catch(error => log.warn({ err: error, outcome: 'not committed' }))
  const timer = setInterval(commitOrSay, commitEveryMs)
  return {
    async stop() {
      clearInterval(timer)
      await within(Promise.all([...lanes.values()].map(lane => lane.stop())), patienceMs)
      await commitOrSay()
      await within(Promise.all([consumer.disconnect(), deadLetters.stop()]), patienceMs)
    },
  }
}

async function commit(consumer: Consumer, lanes: Map<string, Lane>): Promise<void> {
  const offsets = [...lanes].flatMap(([key, { next }]) => {
    const [topic = '', partition] = key.split('/')
    return next === undefined ? [] : [{ topic, partition: Number(partition), offset: next }]
  })
  if (offsets.length) await consumer.commitOffsets(offsets)
}
