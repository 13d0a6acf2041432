// Replaces Knative's KafkaSource where there is no cluster, for development and tests only. It reads the same manifests and
// delivers in the same way, in one process.
import type { Consumer } from 'kafkajs'
import { kafkaClient } from '../../kit/events/publish/kafka-client.ts'
import type { KafkaConnection } from '../../kit/events/publish/kafka-settings.ts'
import type { Log } from '../../kit/log.ts'
import { within } from '../../kit/timers.ts'
import { startDeadLetters } from './dead-letters.ts'
import { deliver, reasonOf } from './deliver.ts'
import { Lane } from './lane.ts'
import type { Source } from './manifest.ts'
import { requestOf } from './record.ts'

interface Options {
  connection: KafkaConnection
  log: Log
}

export interface RunningSource {
  /** Waits for the deliveries in flight, and commits their offsets. */
  stop(): Promise<void>
}

/** Beyond this number, the records of a partition wait in Kafka and not in memory. */
const maxWaiting = 500
const commitEveryMs = 5_000
const stopWaitMs = 5_000

interface SourcesOptions extends Options {
  sources: Source[]
  /** The event door of a function; absent where that function does not run here. */
  urlOf: (functionName: string) => string | undefined
}

/** Starts one stand-in for each KafkaSource whose function runs here. */
export async function startKafkaSources({ sources, urlOf, ...options }: SourcesOptions): Promise<RunningSource> {
  const running: RunningSource[] = []
  const stop = async () => void (await Promise.all(running.map(source => source.stop())))
  try {
    await Promise.all(
      sources.map(async source => {
        const url = urlOf(source.to)
        if (url) running.push(await startKafkaSource({ source, url: doorAt(url, source.path), ...options }))
      }),
    )
  } catch (error) {
    await stop()
    throw error
  }
  return { stop }
}

/** The `uri` of a sink is relative to the address of its `ref`. */
function doorAt(address: string, path: string): string {
  const url = new URL(address)
  if (path !== '/') url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`
  return url.href
}

interface SourceOptions extends Options {
  source: Source
  /** The event door to deliver to. */
  url: string
}

export async function startKafkaSource({ source, url, connection, log }: SourceOptions): Promise<RunningSource> {
  const client = await kafkaClient(connection, source.name, log)
  const deadLetters = await startDeadLetters(client, source, log)
  const consumer = client.consumer({
    groupId: source.group,
    sessionTimeout: 6_000,
    heartbeatInterval: 1_500,
    maxWaitTimeInMs: 500,
    allowAutoTopicCreation: false,
    // As in a cluster, reconnect after every failure of the broker.
    retry: { restartOnFailure: async () => true },
  })
  const lanes = new Map<string, Lane>()
  const stopping = new Map<string, Promise<void>>()

  const laneOf = (topic: string, partition: number) => {
    const key = `${topic}/${partition}`
    const place = { source: source.name, topic, partition }
    const lane =
      lanes.get(key) ??
      new Lane(async (message, stopped) => {
        const request = requestOf(message, place)
        const failure = await deliver(request, url, source.delivery, stopped)
        if (failure) await deadLetters.take(request, reasonOf(failure, url), stopped)
      }, stopping.get(key))
    lanes.set(key, lane)
    return lane
  }

  await consumer.connect()
  await consumer.subscribe({ topics: source.topics, fromBeginning: source.from === 'earliest' })
  // After a rebalance every consumer resumes at the committed offsets.
  consumer.on(consumer.events.GROUP_JOIN, () => {
    for (const [key, lane] of lanes) stopping.set(key, lane.stop())
    lanes.clear()
  })
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch: { topic, partition, messages }, pause }) => {
      const lane = laneOf(topic, partition)
      lane.add(messages)
      if (lane.length > maxWaiting) lane.done.then(pause())
    },
  })
  const commitAll = () => commit(consumer, lanes).catch(error => log.warn({ err: error, outcome: 'not committed' }))
  const timer = setInterval(commitAll, commitEveryMs)
  return {
    async stop() {
      clearInterval(timer)
      await within(Promise.all([...lanes.values()].map(lane => lane.stop())), stopWaitMs)
      await commitAll()
      await within(Promise.all([consumer.disconnect(), deadLetters.stop()]), stopWaitMs)
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
