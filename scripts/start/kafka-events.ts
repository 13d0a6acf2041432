import path from 'node:path'
import { CannotStart } from '../../functions/shared/database/embedded-cannot-start.ts'
import { topics } from '../../functions/shared/events/event.ts'
import { kafkaClient } from '../../functions/shared/events/publish/kafka-client.ts'
import {
  type KafkaConnection,
  type KafkaSettings,
  kafkaConnection,
} from '../../functions/shared/events/publish/kafka-settings.ts'
import { createLog, type Log } from '../../functions/shared/runtime/log.ts'
import { root } from './root.ts'

export interface Delivering {
  stop(): Promise<void>
}

interface Wanted {
  settings: KafkaSettings
  functions: string[]
  urlOf: (functionName: string) => string
  log: Log
}

/** Makes the topics that are missing, and answers how to begin to deliver: by stand-ins for a cluster's KafkaSources. */
export async function prepareKafka({ settings, functions, urlOf, log }: Wanted): Promise<() => Promise<Delivering>> {
  const connection = kafkaConnection(settings)
  // Only who wants Kafka loads it.
  const [{ readSources }, { startKafkaSources }] = await Promise.all([
    import('../kafka-source/manifest.ts'),
    import('../kafka-source/kafka-sources.ts'),
  ])
  const sources = readSources(path.join(root, 'knative'))
  await createMissingTopics(connection)
  return () =>
    startKafkaSources({
      sources,
      connection,
      urlOf: name => (functions.includes(name) ? urlOf(name) : undefined),
      log,
    })
}

/** All of them, also those that nobody reads yet: where one is missing, nothing that waits with it can leave. */
async function createMissingTopics(connection: KafkaConnection): Promise<void> {
  const client = await kafkaClient(connection, 'topics', createLog('kafka', 'silent'))
  const admin = client.admin({ retry: { retries: 2 } })
  try {
    await admin.connect()
    const there = await admin.listTopics()
    const missing = topics.filter(topic => !there.includes(topic))
    if (missing.length) await admin.createTopics({ topics: missing.map(topic => ({ topic, numPartitions: 3 })) })
  } catch (error) {
    throw new CannotStart(
      `Cannot use the Kafka at ${connection.brokers.join(', ')}: ${error instanceof Error ? error.message : error}. ` +
        'Check that it runs and that the KAFKA_* settings are right.',
    )
  } finally {
    await admin.disconnect()
  }
}
