import { expect, inject, test } from 'vitest'
import { kafkaClient } from '../../kit/events/publish/kafka-client.ts'
import { createLog } from '../../kit/log.ts'
import { createMissingTopics } from './create-missing-topics.ts'

test('Kafka keeps a parked dead letter until an operator removes it', async () => {
  const connection = { brokers: [inject('kafkaBrokers')] }
  await createMissingTopics(connection)
  const admin = (await kafkaClient(connection, 'test', createLog('kafka', 'silent'))).admin()
  await admin.connect()
  const configNames = ['retention.ms', 'retention.bytes', 'cleanup.policy']
  const { resources } = await admin.describeConfigs({
    resources: [{ type: topicType, name: 'parked', configNames }],
    includeSynonyms: false,
  })
  await admin.disconnect()
  const settings = resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue])
  expect(Object.fromEntries(settings ?? [])).toEqual({
    'retention.ms': '-1',
    'retention.bytes': '-1',
    'cleanup.policy': 'delete',
  })
})

/** Topics among the resources of Kafka's protocol. Importing the enumeration would load the whole client. */
const topicType = 2
