import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createTaskCommand } from '../../../functions/domain/events/task-commands.ts'
import { kafkaPublisher } from '../../../functions/kit/events/publish/kafka.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { testDatabase } from '../../../functions/kit/testing/database.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { someEvent } from '../../../functions/kit/testing/some-event.ts'
import { functionsOverKafka } from '../faults/functions-over-kafka.ts'
import { ownKafka } from './testing/own-kafka.ts'

const soon = { timeout: 60_000, interval: 50 }

interface Letter {
  id: string
  event: { id: string }
  status: number
  destination: string
}

test('over Kafka, a command refused for a missing credential is carried out once when an operator corrects that and replays it', async () => {
  const { brokers } = await ownKafka()
  const functions = await functionsOverKafka({ databaseUrl: await testDatabase(), brokers, folder: newFolder() })
  onTestFinished(() => functions.close())
  const [taskApi, audit] = [await functions.start('task-api'), await functions.start('audit-sink')]
  const [tasks, trail] = [await taskApi.ready, await audit.ready]
  const letters = async () => {
    const response = await fetch(`${trail}/api/dead-letters`, { headers: functions.operator })
    return ((await response.json()) as { items: Letter[] }).items
  }
  const replay = async (id = '') =>
    (await fetch(`${trail}/api/dead-letters/${id}/replay`, { method: 'POST', headers: functions.operator })).status

  const publisher = kafkaPublisher({
    connection: { brokers: [brokers] },
    functionName: 'billing',
    log: createLog('billing', 'silent'),
  })
  onTestFinished(() => publisher.close())

  // The operator has applied a source without the overlay that adds its credential.
  const misconfigured = await functions.deliver({ noCredentialFor: ['task-api'] })
  const [id, userId] = [randomUUID(), 'ana']
  const data = { userId, id, title: 'Send the invoice' }
  const command = someEvent({ topic: 'task-commands', type: createTaskCommand.type, source: '/billing', userId, data })
  await publisher.publish([command])
  await vi.waitFor(async () => expect(await letters()).toHaveLength(1), soon)
  const [letter] = await letters()
  expect(letter).toMatchObject({ event: { id: command.id }, status: 401, destination: expect.stringContaining(tasks) })
  const task = async () => fetch(`${tasks}/api/tasks/${id}`, { headers: await functions.person(userId) })
  expect((await task()).status).toBe(404)
  await misconfigured.stop()

  const sources = await functions.deliver()
  onTestFinished(() => sources.stop())
  expect(await replay(letter?.id)).toBe(200)
  await vi.waitFor(async () => expect((await task()).status).toBe(200), soon)
  expect(await letters()).toEqual([])

  // A second replay is a duplicate: task-api drops it, and the next command shows that nothing is left to come.
  expect(await replay(letter?.id)).toBe(200)
  const next = { ...data, id: randomUUID() }
  await publisher.publish([{ ...command, id: randomUUID(), data: next }])
  const all = async () => {
    const response = await fetch(`${tasks}/api/tasks?sort=created`, { headers: await functions.person(userId) })
    return ((await response.json()) as { items: { id: string; version: number }[] }).items
  }
  await vi.waitFor(async () => expect(await all()).toHaveLength(2), soon)
  expect(await all()).toMatchObject([
    { id, version: 1 },
    { id: next.id, version: 1 },
  ])
  expect(await letters()).toEqual([])
}, 180_000)
