import type { Admin } from 'kafkajs'
import { kafkaClient } from '../../../functions/kit/events/publish/kafka-client.ts'
import type { KafkaConnection } from '../../../functions/kit/events/publish/kafka-settings.ts'
import { createLog } from '../../../functions/kit/log.ts'
import type { Figure } from './figure.ts'

/** Every KafkaSource names its consumer group after itself. */
const ours = 'zerodue-'

/** How many records each consumer group has still to read, by topic. Consumers are not disturbed: only offsets are read. */
export async function lagFigures(connection: KafkaConnection): Promise<Figure[]> {
  const client = await kafkaClient(connection, 'watch', createLog('kafka', 'silent'))
  const admin = client.admin({ retry: { retries: 1 } })
  try {
    await admin.connect()
    const { groups } = await admin.listGroups()
    const names = groups.map(({ groupId }) => groupId).filter(name => name.startsWith(ours))
    const read = new Map(await Promise.all(names.map(async name => [name, await committed(admin, name)] as const)))
    const topics = new Set([...read.values()].flatMap(offsets => [...offsets.keys()]))
    const written = new Map(
      await Promise.all([...topics].map(async topic => [topic, await admin.fetchTopicOffsets(topic)] as const)),
    )
    return [...read].flatMap(([consumergroup, offsets]) =>
      [...offsets].map(([topic, partitions]) => ({
        name: 'kafka.consumergroup.lag',
        labels: { consumergroup, topic },
        value: (written.get(topic) ?? []).reduce((sum, end) => sum + behind(end, partitions.get(end.partition)), 0),
      })),
    )
  } finally {
    await admin.disconnect()
  }
}

interface End {
  partition: number
  high: string
  low: string
}

/** Records before `low` are gone. A partition without a committed offset is read from there. */
const behind = ({ high, low }: End, offset = -1): number => Math.max(0, Number(high) - Math.max(offset, Number(low)))

/** The committed offsets of a group: of each of its topics, by partition. */
async function committed(admin: Admin, groupId: string): Promise<Map<string, Map<number, number>>> {
  const topics = await admin.fetchOffsets({ groupId })
  return new Map(
    topics.map(({ topic, partitions }) => [
      topic,
      new Map(partitions.map(({ partition, offset }) => [partition, Number(offset)])),
    ]),
  )
}
