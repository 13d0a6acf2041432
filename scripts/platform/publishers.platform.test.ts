import { kafkaPublisher } from '../../functions/shared/events/publish/kafka.ts'
import { createLog } from '../../functions/shared/runtime/log.ts'
import { publisherContract } from '../../functions/shared/testing/publisher-contract.ts'
import { startKafkaSource } from '../kafka-source/kafka-source.ts'
import { contractSource } from './contract-source.ts'
import { startKafka } from './kafka.ts'
import { temporaryFolder } from './temporary.ts'

const log = createLog('contract', 'silent')

publisherContract('Kafka', async subscriberUrl => {
  const { folder, remove } = temporaryFolder()
  const kafka = await startKafka({ folder })
  await kafka.createTopics(['task-events'])
  const connection = { brokers: [kafka.brokers] }
  const publisher = kafkaPublisher({ connection, functionName: 'contract', log })
  const source = await startKafkaSource({ source: contractSource, url: subscriberUrl, connection, log })
  return {
    publisher,
    goAway: kafka.kill,
    comeBack: kafka.restart,
    close: async () => {
      await Promise.all([publisher.close(), source.stop()])
      await kafka.stop()
      remove()
    },
  }
})
