import { expect, onTestFinished, test } from 'vitest'
import { kafkaPublisher } from '../../../functions/kit/events/publish/kafka.ts'
import { kafkaConnection, kafkaEntries } from '../../../functions/kit/events/publish/kafka-settings.ts'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { readSettings } from '../../../functions/kit/settings/settings.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { someEvent } from '../../../functions/kit/testing/some-event.ts'
import { startKafka } from './kafka.ts'
import { readTopic } from './topic.ts'

test('the publisher uses TLS and SASL as its settings say, and fails with a wrong password or an unknown authority', async () => {
  const kafka = await startKafka({ folder: newFolder(), securePort: await freePort() })
  onTestFinished(kafka.stop)
  await kafka.createTopics(['task-events'])
  const { brokers = '', ca = '', username = '', password = '' } = kafka.secured ?? {}
  const publish = async (environment: Record<string, string>) => {
    const connection = kafkaConnection(readSettings(kafkaEntries, { KAFKA_BROKERS: brokers, ...environment }))
    const publisher = kafkaPublisher({ connection, functionName: 'test', log: createLog('test', 'silent') })
    await publisher.publish([someEvent()]).finally(() => publisher.close())
  }
  const login = { KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password, KAFKA_TLS_CA: ca }

  for (const mechanism of ['plain', 'SCRAM-SHA-512']) await publish({ ...login, KAFKA_SASL_MECHANISM: mechanism })
  const plain = { ...login, KAFKA_SASL_MECHANISM: 'plain' }
  await expect(publish({ ...plain, KAFKA_SASL_PASSWORD: 'wrong' })).rejects.toThrow('Authentication failed')
  const { KAFKA_TLS_CA: _, ...ofAnyAuthority } = plain
  await expect(publish({ ...ofAnyAuthority, KAFKA_TLS_ENABLED: 'true' })).rejects.toThrow('certificate')
  await expect(publish(ofAnyAuthority)).rejects.toThrow()

  expect(await readTopic({ brokers: [kafka.brokers] }, 'task-events')).toHaveLength(2)
})
