import { describe, expect, onTestFinished, test } from 'vitest'
import type { Task } from '../../../functions/domain/task.ts'
import { localServer } from '../../../functions/kit/testing/local-server.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { someEvent } from '../../../functions/kit/testing/some-event.ts'
import { createMissingTopics } from '../../../functions/laptop/kafka-source/create-missing-topics.ts'
import { startRedis } from '../platform/redis.ts'
import { functionsByDapr } from './testing/functions-by-dapr.ts'
import { monthly } from './testing/monthly.ts'
import { ownKafka } from './testing/own-kafka.ts'

const soon = { timeout: 60_000, interval: 50 }

interface Items<T> {
  items: T[]
}

const brokers = {
  'pubsub.kafka': async () => {
    const { brokers } = await ownKafka()
    await createMissingTopics({ brokers: [brokers] })
    return { component: '.', env: { KAFKA_BROKERS: brokers } }
  },
  'pubsub.redis': async () => {
    const redis = await startRedis({ folder: newFolder() })
    onTestFinished(redis.stop)
    return { component: 'redis', env: { REDIS_HOST: redis.address } }
  },
}

describe.each(Object.keys(brokers) as (keyof typeof brokers)[])('with %s as the component of Dapr', broker => {
  test('completing a task brings the next occurrence, and a reminder arrives: nothing but the component differs', async () => {
    const { ask, operator } = await functionsByDapr(await brokers[broker]())
    const hook = await localServer()
    const sent = () => hook.received.map(({ body }) => JSON.parse(String(body)))
    const channel = await ask<{ id: string }>('notifier', 'POST', '/api/channels', { kind: 'webhook', url: hook.url })
    await ask('notifier', 'POST', `/api/channels/${channel.id}/confirm`, { token: sent()[0].data.token })

    const at = new Date(Date.now() + 4_000).toISOString()
    const plants = await ask<Task>('task-api', 'POST', '/api/tasks', monthly('Water the plants'))
    const tea = await ask<Task>('task-api', 'POST', '/api/tasks', { title: 'Tea', reminders: [{ at }] })
    await ask('task-api', 'POST', `/api/tasks/${plants.id}/complete`)
    await expect.poll(() => openOf(ask), soon).toMatchObject([{ due: { date: '2030-02-28' } }, { id: tea.id }])

    const due = { type: 'zerodue.reminder.due.v1', data: { task: { title: 'Tea' } } }
    await expect.poll(() => sent().at(-1), soon).toMatchObject(due)
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(at))
    expect(sent()).toHaveLength(2)

    const updates = async () =>
      (await ask<Items<{ type: string }>>('sync-relay', 'GET', '/api/updates?after=0')).items.map(({ type }) => type)
    await expect.poll(updates, soon).toContain('zerodue.reminder.fired.v1')
    const trail = async (id: string) =>
      (await ask<Items<{ type: string }>>('audit-sink', 'GET', `/api/audit?taskId=${id}`)).items.map(({ type }) => type)
    await expect.poll(() => trail(plants.id), soon).toEqual(['zerodue.task.completed.v1', 'zerodue.task.created.v1'])
    await expect.poll(() => trail(tea.id), soon).toContain('zerodue.reminder.due.v1')
    expect(await ask('audit-sink', 'GET', '/api/dead-letters', undefined, operator)).toMatchObject({ items: [] })
  }, 300_000)

  test('an event waits for a function that is down, and an event that a function refuses becomes a dead letter', async () => {
    const { ask, operator, process, publisher } = await functionsByDapr(await brokers[broker]())
    const handler = process('recurrence-handler')
    await handler.end()
    const plants = await ask<Task>('task-api', 'POST', '/api/tasks', monthly('Water the plants'))
    await ask('task-api', 'POST', `/api/tasks/${plants.id}/complete`)

    const wrong = someEvent({ topic: 'reminders', type: 'zerodue.reminder.due.v1', data: { number: 1 } })
    await publisher.publish([wrong])
    const letters = async () =>
      (await ask<Items<{ event: { id: string } }>>('audit-sink', 'GET', '/api/dead-letters', undefined, operator)).items
    await expect.poll(letters, soon).toMatchObject([{ event: { id: wrong.id, type: wrong.type }, waiting: true }])

    expect(await openOf(ask)).toEqual([])
    await handler.killAndRestart()
    await expect.poll(() => openOf(ask), soon).toMatchObject([{ due: { date: '2030-02-28' } }])
    expect(await letters()).toHaveLength(1)
  }, 300_000)
})

type Ask = Awaited<ReturnType<typeof functionsByDapr>>['ask']

const openOf = async (ask: Ask) => (await ask<Items<Task>>('task-api', 'GET', '/api/tasks?status=open&sort=due')).items
