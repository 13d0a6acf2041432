import { kafkaClient } from '../../../functions/kit/events/publish/kafka-client.ts'
import type { KafkaConnection } from '../../../functions/kit/events/publish/kafka-settings.ts'
import { createLog } from '../../../functions/kit/log.ts'

export interface Record {
  partition: number
  key: string | undefined
  value: string
  headers: { [name: string]: string }
}

/** Reads all records that a topic has now. */
export async function readTopic(connection: KafkaConnection, topic: string): Promise<Record[]> {
  const client = await kafkaClient(connection, 'reader', createLog('reader', 'silent'))
  const admin = client.admin()
  await admin.connect()
  const expected = (await admin.fetchTopicOffsets(topic)).reduce(
    (sum, { high, low }) => sum + Number(high) - Number(low),
    0,
  )
  await admin.disconnect()
  if (!expected) return []
  const consumer = client.consumer({ groupId: `reader-${crypto.randomUUID()}` })
  const records: Record[] = []
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload: { restart, error } }) => restart || reject(error))
    consumer
      .run({
        eachMessage: async ({ partition, message }) => {
          const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)])
          const [key, value] = [message.key?.toString(), String(message.value)]
          records.push({ partition, key, value, headers: Object.fromEntries(headers) })
          if (records.length === expected) resolve()
        },
      })
      .catch(reject)
  })
  await consumer.disconnect()
  return records
}
