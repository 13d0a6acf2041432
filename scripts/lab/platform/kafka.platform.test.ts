import { expect, onTestFinished, test } from 'vitest'
import { kafkaClient } from '../../../functions/kit/events/publish/kafka-client.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { startKafka } from './kafka.ts'

test('Kafka has the acknowledged records after a SIGKILL and a restart at the same address', async () => {
  const kafka = await startKafka({ folder: newFolder() })
  onTestFinished(kafka.stop)
  await kafka.createTopics(['task-events'])
  const client = await kafkaClient({ brokers: [kafka.brokers] }, 'test', createLog('test', 'silent'))
  const producer = client.producer()
  await producer.connect()
  await producer.send({ topic: 'task-events', acks: -1, messages: [{ key: 'ana', value: 'kept' }] })
  await producer.disconnect()

  await kafka.kill()
  await kafka.restart()

  const admin = client.admin()
  await admin.connect()
  const offsets = await admin.fetchTopicOffsets('task-events')
  await expect(admin.fetchTopicMetadata({ topics: ['misspelt'] })).rejects.toThrow('does not host this topic-partition')
  await admin.disconnect()
  expect(offsets.map(({ high }) => Number(high)).sort()).toEqual([0, 0, 1])
})
