import { randomUUID } from 'node:crypto'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { kafkaPublisher } from '../../../functions/kit/events/publish/kafka.ts'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { there } from '../../../functions/kit/readiness/part.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { settledReady } from '../../../functions/kit/testing/settled-ready.ts'
import { someEvent } from '../../../functions/kit/testing/some-event.ts'
import { start } from '../../../functions/kit/testing/start.ts'
import recurrenceHandler from '../../../functions/recurrence-handler/function.ts'
import { startKafka } from './kafka.ts'
import { startLine } from './line.ts'
import { readTopic } from './topic.ts'

const log = createLog('test', 'silent')

function publisherTo(brokers: string) {
  const publisher = kafkaPublisher({ connection: { brokers: [brokers] }, functionName: 'test', log })
  onTestFinished(() => publisher.close())
  return publisher
}

test('after a request without an answer, Kafka does not drop the next event as a duplicate', async () => {
  const advertised = await freePort()
  const kafka = await startKafka({ folder: newFolder(), advertised })
  const line = await startLine(advertised, Number(kafka.brokers.split(':')[1]))
  onTestFinished(async () => {
    await line.close()
    await kafka.stop()
  })
  await kafka.createTopics(['task-events'], 1)
  const brokers = `127.0.0.1:${advertised}`
  const publisher = publisherTo(brokers)
  const numbered = (number: number) => someEvent({ data: { number } })
  await publisher.publish([numbered(1)])

  line.cutAnswers()
  await expect(publisher.publish([numbered(2)])).rejects.toThrow()
  line.mend()
  await publisher.publish([numbered(3)])

  const numbers = (await readTopic({ brokers: [brokers] }, 'task-events')).map(({ value }) => JSON.parse(value).number)
  expect(numbers).toEqual([1, 2, 3])
})

test('publishing to an unknown topic fails', async () => {
  const publisher = publisherTo(inject('kafkaBrokers'))
  await expect(publisher.publish([someEvent({ topic: `no-${randomUUID()}` as 'task-events' })])).rejects.toThrow()
})

test('events that are published at the same moment keep their order within a partition', async () => {
  const kafka = inject('kafkaBrokers')
  const userId = randomUUID()
  const publisher = publisherTo(kafka)
  await Promise.all(
    Array.from({ length: 200 }, (_, number) => publisher.publish([someEvent({ userId, data: { number } })])),
  )

  const records = (await readTopic({ brokers: [kafka] }, 'task-events')).filter(({ key }) => key === userId)
  expect(records.map(({ value }) => JSON.parse(value).number)).toEqual(
    Array.from({ length: 200 }, (_, number) => number),
  )
  expect(new Set(records.map(({ partition }) => partition)).size).toBe(1)
})

test('a function serves while Kafka is away, names it without its address, and says when it is back', async () => {
  const port = await freePort()
  const publisher = publisherTo(`127.0.0.1:${port}`)
  const ready = async () => settledReady(await start(recurrenceHandler, { publisher }))
  const soon = { timeout: 30_000 }
  const isAway = {
    status: 200,
    body: {
      status: 'degraded',
      parts: { broker: { status: 'away', detail: 'Kafka does not answer (ECONNREFUSED).' } },
    },
  }
  expect(await ready()).toEqual(isAway)

  const kafka = await startKafka({ folder: newFolder(), port })
  onTestFinished(kafka.stop)
  await vi.waitFor(
    async () =>
      expect(await ready()).toEqual({ status: 200, body: { status: 'ok', parts: { broker: { status: 'ok' } } } }),
    soon,
  )

  await kafka.kill()
  expect(await ready()).toEqual(isAway)
})

test('Kafka is there while one broker of the list answers', async () => {
  const nobody = `127.0.0.1:${await freePort()}`
  const publisher = kafkaPublisher({
    connection: { brokers: [nobody, inject('kafkaBrokers'), nobody] },
    functionName: 'test',
    log,
  })
  onTestFinished(() => publisher.close())
  expect(await publisher.ask?.()).toEqual(there)
})
