import path from 'node:path'
import { daprPublisher } from '../../functions/shared/events/publish/dapr.ts'
import { createLog } from '../../functions/shared/runtime/log.ts'
import { publisherContract } from '../../functions/shared/testing/publisher-contract.ts'
import { startKafkaSource } from '../kafka-source/kafka-source.ts'
import { root } from '../start/root.ts'
import { contractSource } from './contract-source.ts'
import { startDapr } from './dapr.ts'
import { startKafka } from './kafka.ts'
import { temporaryFolder } from './temporary.ts'

const log = createLog('contract', 'silent')

publisherContract("Dapr's pub/sub over Kafka", async subscriberUrl => {
  const { folder, remove } = temporaryFolder()
  const kafka = await startKafka({ folder: path.join(folder, 'kafka') })
  await kafka.createTopics(['task-events'])
  const dapr = await startDapr({
    appId: 'contract',
    appPort: Number(new URL(subscriberUrl).port),
    resources: path.join(root, 'dapr-components'),
    folder: path.join(folder, 'dapr'),
    env: { KAFKA_BROKERS: kafka.brokers },
  })
  const publisher = daprPublisher({ endpoint: dapr.endpoint })
  const source = await startKafkaSource({
    source: contractSource,
    url: subscriberUrl,
    connection: { brokers: [kafka.brokers] },
    log,
  })
  return {
    publisher,
    goAway: dapr.kill,
    comeBack: dapr.restart,
    close: async () => {
      await Promise.all([publisher.close(), source.stop()])
      await Promise.all([dapr.stop(), kafka.stop()])
      remove()
    },
  }
})
