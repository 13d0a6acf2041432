import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { kafkaClient } from '../../../functions/kit/events/publish/kafka-client.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { createTopics } from '../../lab/platform/kafka.ts'
import { lagFigures } from './lag.ts'

const brokers = inject('kafkaBrokers')
const soon = { timeout: 30_000, interval: 100 }

test('the lag of a group is what it has not read of each topic, also of partitions that it never read', async () => {
  const [topic, group] = ['lag-one', 'zerodue-lag-one']
  await createTopics(brokers, [topic], 3)
  const client = await kafkaClient({ brokers: [brokers] }, 'test', createLog('test', 'silent'))
  const [producer, admin] = [client.producer(), client.admin()]
  await Promise.all([producer.connect(), admin.connect()])
  onTestFinished(async () => void (await Promise.all([producer.disconnect(), admin.disconnect()])))
  const send = (partition: number, count: number) =>
    producer.send({ topic, messages: Array.from({ length: count }, () => ({ partition, value: '{}' })) })
  const lag = async (consumergroup: string) => {
    const figures = await lagFigures({ brokers: [brokers] })
    return figures.filter(({ labels }) => labels.consumergroup === consumergroup)
  }
  await vi.waitFor(() => send(0, 5), soon)
  await send(1, 4)

  // Offsets as a KafkaSource commits them.
  await admin.setOffsets({ groupId: group, topic, partitions: [{ partition: 0, offset: '3' }] })
  const figure = (value: number) => ({
    name: 'kafka.consumergroup.lag',
    labels: { consumergroup: group, topic },
    value,
  })
  expect(await lag(group)).toEqual([figure(2 + 4)])

  await admin.setOffsets({
    groupId: group,
    topic,
    partitions: [
      { partition: 0, offset: '5' },
      { partition: 1, offset: '4' },
    ],
  })
  expect(await lag(group)).toEqual([figure(0)])
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 1, offset: '4' }] })
  await send(1, 2)
  expect(await lag(group)).toEqual([figure(2)])

  await admin.setOffsets({ groupId: 'of-somebody-else', topic, partitions: [{ partition: 0, offset: '0' }] })
  expect(await lag('of-somebody-else')).toEqual([])
})

test('a broker that is away is an error, soon', async () => {
  await expect(lagFigures({ brokers: ['127.0.0.1:1'] })).rejects.toThrow()
})
