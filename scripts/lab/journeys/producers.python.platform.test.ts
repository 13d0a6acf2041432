import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { startSystem } from '../../../functions/laptop/testing/start-system.ts'
import { build } from '../../build/tools.ts'
import { pythonPackages } from '../platform/python-packages.ts'
import { readTopic } from '../platform/topic.ts'
import { ownKafka } from './testing/own-kafka.ts'

vi.setConfig({ testTimeout: 120_000 })
const soon = { timeout: 60_000, interval: 50 }
const script = path.join(import.meta.dirname, '..', 'platform', 'send-command.py')

async function byPython(command: object): Promise<string> {
  const env = { PYTHONPATH: await pythonPackages() }
  return build('python3', [script], { cwd: path.dirname(script), env, input: JSON.stringify(command) })
}

test("a command from Python's CloudEvents SDK becomes one task, over HTTP and over Kafka, binary and structured", async () => {
  const { brokers } = await ownKafka()
  const { ask, open, address } = await startSystem({ EVENTS: 'kafka', KAFKA_BROKERS: brokers })
  const { token } = await ask<{ token: string }>('POST', '/api/me/tokens', { name: 'python', scopes: ['write'] })
  const first = await ask('POST', '/api/tasks', { title: 'By hand' })
  const userId = await vi.waitFor(async () => {
    const records = await readTopic({ brokers: [brokers] }, 'task-events')
    return records.find(({ headers }) => headers.ce_subject === first.id)?.key ?? fail()
  }, soon)

  const command = (by: string, mode: string) => ({
    by,
    mode,
    attributes: {
      id: randomUUID(),
      type: 'zerodue.task.create.v1',
      source: '/python',
      datacontenttype: 'application/json',
      partitionkey: userId,
    },
    data: { title: `دودھ by ${by}, ${mode}`, priority: 'P1', ...(by === 'kafka' && { userId }) },
  })
  for (const mode of ['binary', 'structured']) {
    await byPython({ ...command('http', mode), to: `${address}/events/task-api`, token })
    const twice = { ...command('kafka', mode), to: brokers, topic: 'task-commands' }
    await byPython(twice)
    await byPython(twice)
  }

  await vi.waitFor(async () => expect(await open()).toHaveLength(5), soon)
  expect((await open()).map(({ title }) => title).sort()).toEqual(
    [
      'By hand',
      ...['http', 'kafka'].flatMap(by => ['binary', 'structured'].map(mode => `دودھ by ${by}, ${mode}`)),
    ].sort(),
  )
})

const fail = (): never => {
  throw new Error('The event is not there yet.')
}
