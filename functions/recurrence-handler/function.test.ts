import { randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { complete, skip } from '../domain/complete.ts'
import { create } from '../domain/create.ts'
import { createTaskCommand } from '../domain/events/task-commands.ts'
import { taskCompleted, taskSkipped } from '../domain/events/task-events.ts'
import { ruleText } from '../domain/recurrence/rule-text.ts'
import type { NewTask, Task } from '../domain/task.ts'
import { BrokerAway, type Outgoing } from '../kit/events/event.ts'
import { valid } from '../kit/http/validate.ts'
import { createLog } from '../kit/log.ts'
import { makeFunction } from '../kit/make-function.ts'
import { sampleDelivery, sampleSettings } from '../kit/settings/samples.ts'
import { delivery, someEvent } from '../kit/testing/some-event.ts'
import { start } from '../kit/testing/start.ts'
import recurrenceHandler from './function.ts'

const at = new Date('2026-11-27T05:00:00.000Z')
const due = { date: '2026-11-27', time: '09:00', zone: 'Asia/Karachi' }

async function handler() {
  const { published, broker, deliver: deliverEvent } = await start(recurrenceHandler)
  const deliver = async (type: string, data: object, id: string = randomUUID()) =>
    (await deliverEvent(someEvent({ id, source: '/zerodue/task-api', type, data, time: at.toISOString() }))).status
  return { published, broker, deliver }
}

const series: NewTask = {
  title: 'Standup',
  notes: 'in room 2',
  priority: 'P2',
  tags: ['work'],
  due,
  reminders: [{ before: 'PT30M' }],
  occurrence: 1,
  repeat: { rule: ruleText('FREQ=WEEKLY;BYDAY=FR'), from: 'due' },
}
const task = (input: Partial<NewTask> = {}): Task => create({ ...series, ...input }, at, randomUUID)
const change = (task: Task) => ({ task, changed: ['status'], actor: { kind: 'user', id: 'ana' } })

describe('a task of a series', () => {
  test.each([
    ['completed', taskCompleted.type, complete],
    ['skipped', taskSkipped.type, skip],
  ] as const)('that was %s is followed by one command for the next task', async (_, type, leave) => {
    const { published, deliver } = await handler()
    expect(await deliver(type, change(leave(task(), at)))).toBe(204)
    expect(published).toHaveLength(1)
    expect(published[0]).toMatchObject({ topic: 'task-commands', source: '/zerodue/recurrence-handler', userId: 'ana' })
    expect(valid(createTaskCommand.data, published[0]?.data)).toMatchObject({
      userId: 'ana',
      title: 'Standup',
      notes: 'in room 2',
      priority: 'P2',
      tags: ['work'],
      occurrence: 2,
      due: { ...due, date: '2026-12-04' },
      reminders: [{ before: 'PT30M' }],
      repeat: { rule: 'FREQ=WEEKLY;BYDAY=FR', from: 'due', start: due },
    })
  })

  test('is followed by the same command after a redelivery, in any order', async () => {
    const { published, deliver } = await handler()
    const [one, two] = [complete(task(), at), complete(task(), at)]
    for (const left of [one, two, two, one]) await deliver(taskCompleted.type, change(left))
    // A redelivery may come in another trace.
    const [first, second, third, fourth] = published.map(({ traceparent, ...event }) => event)
    expect(fourth).toEqual(first)
    expect(third).toEqual(second)
    expect(first?.id).not.toBe(second?.id)
  })
})

describe('no command follows', () => {
  test.each([
    ['a task without a rule', taskCompleted.type, complete(task({ repeat: null }), at)],
    [
      'the last task of a series with a COUNT',
      taskCompleted.type,
      complete(task({ repeat: { rule: ruleText('FREQ=DAILY;COUNT=1'), from: 'due' } }), at),
    ],
    ['the thousandth occurrence', taskCompleted.type, complete(task({ occurrence: 1000 }), at)],
    ['a task that is still open', 'zerodue.task.created.v1', task()],
    ['an unknown type of event', 'zerodue.task.painted.v1', task()],
  ])('%s', async (_, type, of) => {
    const { published, deliver } = await handler()
    expect(await deliver(type, change(of))).toBe(204)
    expect(published).toEqual([])
  })
})

test('an event gets 503 while the broker is away, and its redelivery publishes the command', async () => {
  const { published, broker, deliver } = await handler()
  const left = change(complete(task(), at))
  broker.away = true
  expect(await deliver(taskCompleted.type, left)).toBe(503)
  broker.away = false
  expect(await deliver(taskCompleted.type, left)).toBe(204)
  expect(published).toHaveLength(1)
})

test('an event waits inside the function for a broker that is away, and its command is published once that is back', async () => {
  const published: Outgoing[] = []
  const broker = { away: true, clockMs: 0 }
  const { EVENTS_WAIT_MS: _, ...environment } = sampleSettings(recurrenceHandler)
  const { app, close } = makeFunction(recurrenceHandler, environment, {
    log: createLog('test', 'silent'),
    publisher: {
      async publish(events) {
        if (broker.away) throw new BrokerAway('The broker is away.')
        published.push(...events)
      },
      close: async () => {},
    },
    patience: {
      now: () => broker.clockMs,
      async pause(ms) {
        broker.clockMs += ms
        broker.away = broker.clockMs < 5_000
      },
    },
  })
  onTestFinished(close)
  const event = someEvent({ type: taskCompleted.type, data: change(complete(task(), at)) })
  const response = await app.request('/', delivery(event, `Bearer ${sampleDelivery}`))
  expect([response.status, broker.clockMs]).toEqual([204, 5_500])
  expect(published).toHaveLength(1)
})

test('an event with a malformed rule is a 400, for the dead letters: its series does not end silently', async () => {
  const { published, deliver } = await handler()
  const left = complete(task(), at)
  const broken = { ...left, repeat: { ...left.repeat, rule: 'FREQ=WEEKLY;BYDAY=FRI' } }
  expect(await deliver(taskCompleted.type, change(broken as Task))).toBe(400)
  expect(published).toEqual([])
})

test('an event with malformed data is a 400, for the dead letters', async () => {
  const { published, deliver } = await handler()
  expect(await deliver(taskCompleted.type, { task: { title: 'half a task' } })).toBe(400)
  expect(published).toEqual([])
})
