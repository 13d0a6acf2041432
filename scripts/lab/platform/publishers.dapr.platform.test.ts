import path from 'node:path'
import { daprPublisher } from '../../../functions/kit/events/publish/dapr.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { root } from '../../../functions/kit/root.ts'
import { publisherContract } from '../../../functions/kit/testing/publisher-contract.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { startKafkaSource } from '../../../functions/laptop/kafka-source/kafka-source.ts'
import { contractSource } from './contract-source.ts'
import { startDapr } from './dapr.ts'
import { startKafka } from './kafka.ts'

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
