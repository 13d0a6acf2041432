import { type Topic, topics } from '../../domain/events/topics.ts'
import { kafkaClient } from '../../kit/events/publish/kafka-client.ts'
import type { KafkaConnection } from '../../kit/events/publish/kafka-settings.ts'
import { createLog } from '../../kit/log.ts'
import { SettingsError } from '../../kit/settings/settings.ts'

interface TopicSizes {
  partitions: number
  replication: number
}

/**
 * Less than the usual limit of a broker and of a KafkaSink: a dead letter is its record with the reason, and must not be
 * refused for its size.
 */
export const mostRecordBytes = 960 * 1024

/** Creates all missing topics, also those without a reader: one batch of events may be for several topics. */
export async function createMissingTopics(
  connection: KafkaConnection,
  { partitions, replication }: TopicSizes = { partitions: 3, replication: 1 },
): Promise<string[]> {
  const client = await kafkaClient(connection, 'topics', createLog('kafka', 'silent'))
  const admin = client.admin({ retry: { retries: 2 } })
  try {
    await admin.connect()
    const existing = await admin.listTopics()
    const missing = topics.filter(topic => !existing.includes(topic))
    const configs = missing.map(topic => ({
      topic,
      numPartitions: partitions,
      replicationFactor: replication,
      configEntries: configOf(topic),
    }))
    if (configs.length) await admin.createTopics({ topics: configs, waitForLeaders: true })
    return missing
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    throw new SettingsError(
      `Cannot use the Kafka at ${connection.brokers.join(', ')}: ${reason}. Check that it runs and that the KAFKA_* settings are right.`,
    )
  } finally {
    await admin.disconnect()
  }
}

function configOf(topic: Topic): { name: string; value: string }[] {
  // The last copy of an event: kept until an operator has seen it.
  if (topic === 'parked') return [{ name: 'retention.ms', value: '-1' }]
  if (topic === 'dead-letters') return []
  return [{ name: 'max.message.bytes', value: String(mostRecordBytes) }]
}
