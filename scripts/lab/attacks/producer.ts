import { setTimeout as pause } from 'node:timers/promises'
import { Kafka, logLevel, type Message, Partitioners, type Producer } from 'kafkajs'
import { mostRecordBytes } from '../../../functions/laptop/kafka-source/create-missing-topics.ts'
import { type Attack, inWaves, type Stage } from './attack.ts'
import { hostileRecords } from './hostile-records.ts'
import { count, type Tally } from './tally.ts'

const topic = 'task-commands'
const partitions = 3
/** The limit of a topic that has none of its own. */
const usualBytes = 1024 * 1024
const aSecond = 10_000
const seconds = 3

/** A producer that may write to the topic of commands. In a cluster that takes a credential of Kafka. */
export const producerAttacks: Attack[] = [
  { name: 'hostile records on the topic of commands', overKafka: true, prepare: hostile },
  {
    name: '10,000 valid commands a second for 3 s, in another partition',
    overKafka: true,
    prepare: stage => flood(stage, (partitionOf(stage.victim.userId) + 1) % partitions),
  },
  {
    name: '10,000 valid commands a second for 3 s, in the same partition',
    overKafka: true,
    prepare: stage => flood(stage, partitionOf(stage.victim.userId)),
  },
]

/** In the victim's partition: every record there comes before the victim's next one. */
async function hostile(stage: Stage) {
  const producer = await connect(stage)
  const partition = partitionOf(stage.victim.userId)
  return async () => {
    await inWaves(async () => {
      for (const mostBytes of [mostRecordBytes, usualBytes])
        for (const { value, headers } of hostileRecords(stage.attacker.userId, mostBytes))
          await write(producer, stage.tally, [{ value, headers, partition, key: stage.attacker.userId }])
      await write(producer, stage.tally, [{ value: Buffer.alloc(usualBytes + 512), partition }])
      await pause(1_000)
    }, stage.over)
    await producer.disconnect()
  }
}

async function flood(stage: Stage, partition: number) {
  const producer = await connect(stage)
  const { userId } = stage.attacker
  const value = JSON.stringify({ userId, title: 'One of many' })
  let sent = 0
  const tenth = () =>
    Array.from({ length: stage.scaled(aSecond / 10) }, () => ({
      key: userId,
      partition,
      value,
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_source: '/attacker',
        ce_type: 'zerodue.task.create.v1',
        ce_id: `${userId}-${sent++}`,
        ce_userid: userId,
      },
    }))
  return async () => {
    for (let i = 0; i < seconds * 10 && !stage.over.aborted; i++) {
      const next = pause(100)
      await write(producer, stage.tally, tenth())
      await next
    }
    await producer.disconnect()
  }
}

async function connect({ brokers = '' }: Stage): Promise<Producer> {
  const producer = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).producer({ retry: { retries: 1 } })
  await producer.connect()
  return producer
}

async function write(producer: Producer, tally: Tally, messages: Message[]): Promise<void> {
  try {
    await producer.send({ topic, messages })
    for (const _ of messages) count(tally, 'written')
  } catch {
    for (const _ of messages) count(tally, 'refused by the broker')
  }
}

/** The partition of a key, as every publisher of Zerodue chooses it. */
function partitionOf(key: string): number {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionId,
    partitionErrorCode: 0,
    leader: 1,
    replicas: [1],
    isr: [1],
  }))
  return Partitioners.DefaultPartitioner()({ topic, partitionMetadata, message: { key, value: '' } })
}
