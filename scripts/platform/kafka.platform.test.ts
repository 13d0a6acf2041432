import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Kafka, logLevel } from 'kafkajs'
import { expect, onTestFinished, test } from 'vitest'
import { startKafka } from './kafka.ts'

test('what Kafka acknowledged before a SIGKILL is there after its restart, at the same address', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'zerodue-kafka-'))
  const kafka = await startKafka({ folder })
  onTestFinished(async () => {
    await kafka.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  await kafka.createTopics(['task-events'])
  const client = new Kafka({ brokers: [kafka.brokers], logLevel: logLevel.NOTHING })
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
