import { Kafka, logLevel } from 'kafkajs'
import { expect, test, vi } from 'vitest'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { startSystem } from '../../../functions/laptop/testing/start-system.ts'
import { run } from '../../../functions/laptop/testing/zerodue.ts'
import { monthly } from './testing/monthly.ts'
import { ownKafka } from './testing/own-kafka.ts'

vi.setConfig({ testTimeout: 120_000 })
const soon = { timeout: 30_000, interval: 20 }

test('npm start over Kafka creates the topics, and completing a task brings the next occurrence', async () => {
  const { ask, open } = await startSystem({ EVENTS: 'kafka', KAFKA_BROKERS: (await ownKafka()).brokers })
  const task = await ask('POST', '/api/tasks', monthly('Water the plants'))
  await ask('POST', `/api/tasks/${task.id}/complete`)
  await vi.waitFor(async () => expect(await open()).toMatchObject([{ due: { date: '2030-02-28' } }]), soon)
})

test('over Kafka, an event that no function can read waits for an operator, with the reason and without the credential', async () => {
  const OPERATOR_TOKEN = 'an-operator-with-a-token-of-32-characters'
  const { brokers } = await ownKafka()
  const { ask } = await startSystem({ EVENTS: 'kafka', KAFKA_BROKERS: brokers, OPERATOR_TOKEN })
  const id = crypto.randomUUID()
  const client = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })
  const producer = client.producer()
  await producer.connect()
  const headers = { 'content-type': 'application/json', ce_specversion: '1.0', ce_source: '/sensors', ce_id: id }
  await producer.send({
    topic: 'task-commands',
    messages: [{ key: 'ana', value: '{', headers: { ...headers, ce_type: 'zerodue.task.create.v1' } }],
  })
  await producer.disconnect()

  const operator = { authorization: `Bearer ${OPERATOR_TOKEN}` }
  await vi.waitFor(async () => {
    const { items } = await ask<{ items: { event: { id: string } }[] }>('GET', '/api/dead-letters', undefined, operator)
    const letters = items.filter(({ event }) => event.id === id)
    // Neither task-api nor audit-sink can read it.
    expect(letters).toHaveLength(2)
    for (const letter of letters)
      expect(letter).toMatchObject({
        status: 400,
        reason: expect.stringMatching(/^invalid-json: /),
        destination: expect.stringMatching(/\/events\/(task-api|audit-sink\/commands)$/),
      })
  }, soon)
})

test.each([
  [{ EVENTS: 'kafka' }, 'zerodue: EVENTS=kafka needs KAFKA_BROKERS, such as KAFKA_BROKERS=localhost:9092.\n'],
  [
    { EVENTS: 'kafka', KAFKA_BROKERS: '127.0.0.1:1' },
    expect.stringMatching(/^zerodue: Cannot use the Kafka at 127\.0\.0\.1:1: .*\n$/),
  ],
  [{ EVENTS: 'dapr', KAFKA_BROKERS: '127.0.0.1:1' }, expect.stringMatching(/needs DAPR_HTTP_ENDPOINT.*\n$/)],
])('npm start with %o ends with one sentence that says what is missing', async (env, sentence) => {
  const { code, err } = await run('scripts/start.ts', [], { ZERODUE_HOME: newFolder(), PORT: '0', ...env }).ended
  expect({ code, err }).toEqual({ code: 1, err: sentence })
})
