import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { complete, skip } from '../domain/complete.ts'
import { create } from '../domain/create.ts'
import { createTaskCommand } from '../domain/events/task-commands.ts'
import { taskCompleted, taskSkipped } from '../domain/events/task-events.ts'
import { ruleText } from '../domain/recurrence/rule-text.ts'
import type { NewTask, Task } from '../domain/task.ts'
import { valid } from '../kit/http/validate.ts'
import { someEvent } from '../kit/testing/some-event.ts'
import { start } from '../kit/testing/start.ts'
import recurrenceHandler from './function.ts'

const at = new Date('2026-11-27T05:00:00.000Z')
const due = { date: '2026-11-27', time: '09:00', zone: 'Asia/Karachi' }

async function handler() {
  const { published: sent, broker, deliver: bring } = await start(recurrenceHandler)
  const deliver = async (type: string, data: object, id: string = randomUUID()) =>
    (await bring(someEvent({ id, source: '/zerodue/task-api', type, data, time: at.toISOString() }))).status
  return { sent, broker, deliver }
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

describe('a task of a series that was left', () => {
  test.each([
    ['completed', taskCompleted.type, complete],
    ['skipped', taskSkipped.type, skip],
  ] as const)('because it was %s is followed by one command for the next', async (_, type, leave) => {
    const { sent, deliver } = await handler()
    expect(await deliver(type, change(leave(task(), at)))).toBe(204)
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ topic: 'task-commands', source: '/zerodue/recurrence-handler', userId: 'ana' })
    expect(valid(createTaskCommand.data, sent[0]?.data)).toMatchObject({
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

  test('asks for the very same however often and in whatever order it is told', async () => {
    const { sent, deliver } = await handler()
    const [one, two] = [complete(task(), at), complete(task(), at)]
    for (const left of [one, two, two, one]) await deliver(taskCompleted.type, change(left))
    const [first, second, third, fourth] = sent
    expect(fourth).toEqual(first)
    expect(third).toEqual(second)
    expect(first?.id).not.toBe(second?.id)
  })
})

describe('nothing follows', () => {
  test.each([
    ['a task without a rule', taskCompleted.type, complete(task({ repeat: null }), at)],
    [
      'a series whose count is over',
      taskCompleted.type,
      complete(task({ repeat: { rule: ruleText('FREQ=DAILY;COUNT=1'), from: 'due' } }), at),
    ],
    ['the thousandth occurrence', taskCompleted.type, complete(task({ occurrence: 1000 }), at)],
    ['what is not left', 'zerodue.task.created.v1', task()],
    ['a type that nobody knows here', 'zerodue.task.painted.v1', task()],
  ])('%s', async (_, type, of) => {
    const { sent, deliver } = await handler()
    expect(await deliver(type, change(of))).toBe(204)
    expect(sent).toEqual([])
  })
})

test('while the broker is away the event is asked for again, and then the command goes out', async () => {
  const { sent, broker, deliver } = await handler()
  const left = change(complete(task(), at))
  broker.away = true
  expect(await deliver(taskCompleted.type, left)).toBe(503)
  broker.away = false
  expect(await deliver(taskCompleted.type, left)).toBe(204)
  expect(sent).toHaveLength(1)
})

test('an event whose rule cannot be read goes to the dead letters, and does not end its series in silence', async () => {
  const { sent, deliver } = await handler()
  const left = complete(task(), at)
  const broken = { ...left, repeat: { ...left.repeat, rule: 'FREQ=WEEKLY;BYDAY=FRI' } }
  expect(await deliver(taskCompleted.type, change(broken as Task))).toBe(400)
  expect(sent).toEqual([])
})

test('data that is not what the type promises is a 400, for the dead letters', async () => {
  const { sent, deliver } = await handler()
  expect(await deliver(taskCompleted.type, { task: { title: 'half a task' } })).toBe(400)
  expect(sent).toEqual([])
})
