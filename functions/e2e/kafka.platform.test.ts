import { expect, test, vi } from 'vitest'
import { run } from '../../scripts/testing/zerodue.ts'
import { newFolder } from '../shared/testing/new-folder.ts'
import { ownKafka } from './testing/own-kafka.ts'
import { started } from './testing/started.ts'

vi.setConfig({ testTimeout: 120_000 })
const soon = { timeout: 30_000, interval: 20 }

test('over Kafka, completing a task brings the next one, with topics that the start has made', async () => {
  const { ask, open } = await started({ EVENTS: 'kafka', KAFKA_BROKERS: (await ownKafka()).brokers })
  const task = await ask('POST', '/api/tasks', {
    title: 'Water the plants',
    due: { date: '2030-01-31', zone: 'Asia/Karachi' },
    repeat: { rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' },
  })
  await ask('POST', `/api/tasks/${task.id}/complete`)
  await vi.waitFor(async () => expect(await open()).toMatchObject([{ due: { date: '2030-02-28' } }]), soon)
})

test.each([
  [{ EVENTS: 'kafka' }, 'zerodue: EVENTS=kafka needs KAFKA_BROKERS, such as KAFKA_BROKERS=localhost:9092.\n'],
  [
    { EVENTS: 'kafka', KAFKA_BROKERS: '127.0.0.1:1' },
    expect.stringMatching(/^zerodue: Cannot use the Kafka at 127\.0\.0\.1:1: .*\n$/),
  ],
  [{ EVENTS: 'dapr', KAFKA_BROKERS: '127.0.0.1:1' }, expect.stringMatching(/needs DAPR_HTTP_ENDPOINT.*\n$/)],
])('what is missing for %o is one sentence', async (env, sentence) => {
  const { code, err } = await run('scripts/start.ts', [], { ZERODUE_HOME: newFolder(), PORT: '0', ...env }).ended
  expect({ code, err }).toEqual({ code: 1, err: sentence })
})
