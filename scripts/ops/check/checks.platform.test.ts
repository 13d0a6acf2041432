import { expect, onTestFinished, test, vi } from 'vitest'
import { topics } from '../../../functions/domain/events/topics.ts'
import { kafkaHeaders } from '../../../functions/kit/events/cloud-event.ts'
import { kafkaClient } from '../../../functions/kit/events/publish/kafka-client.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { someEvent } from '../../../functions/kit/testing/some-event.ts'
import { startKafka } from '../../lab/platform/kafka.ts'
import { checkKafka } from './checks.ts'

const soon = { timeout: 30_000, interval: 100 }

test('doctor counts the dead letters that audit-sink refused, until they are removed', async () => {
  const { brokers, createTopics, stop } = await startKafka({ folder: newFolder() })
  onTestFinished(stop)
  await createTopics([...topics])
  const check = () => checkKafka({ KAFKA_BROKERS: [brokers] })
  const ok = `ok: Kafka at ${brokers} has all topics`
  // A new topic has no leader for a moment.
  await vi.waitFor(async () => expect(await check()).toEqual([ok]), soon)

  const client = await kafkaClient({ brokers: [brokers] }, 'test', createLog('test', 'silent'))
  const [producer, admin] = [client.producer(), client.admin()]
  await Promise.all([producer.connect(), admin.connect()])
  onTestFinished(async () => void (await Promise.all([producer.disconnect(), admin.disconnect()])))
  const refused = (partition: number) => ({ partition, value: '{}', headers: kafkaHeaders(someEvent()) })
  await producer.send({ topic: 'parked', messages: [refused(0), refused(1), refused(1)] })

  expect(await check()).toEqual([ok, expect.stringMatching(/^wrong: 3 dead letters wait in the topic parked, /)])

  await admin.deleteTopics({ topics: ['parked'] })
  // Kafka removes the records a moment later.
  await vi.waitFor(() => createTopics(['parked']), soon)
  await vi.waitFor(async () => expect(await check()).toEqual([ok]), soon)
})
