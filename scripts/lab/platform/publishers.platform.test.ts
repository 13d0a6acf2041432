import { kafkaPublisher } from '../../../functions/kit/events/publish/kafka.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { publisherContract } from '../../../functions/kit/testing/publisher-contract.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { startKafkaSource } from '../../../functions/laptop/kafka-source/kafka-source.ts'
import { contractSource } from './contract-source.ts'
import { startKafka } from './kafka.ts'

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
