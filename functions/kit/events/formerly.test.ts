import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { defineEvent } from '../core/event-type.ts'
import { defineFunction, doorsOf } from '../define-function.ts'
import { newUser, start } from '../testing/start.ts'
import { on } from './handler.ts'

const renamed = defineEvent({
  type: 'zerodue.test.renamed.v1',
  topic: 'audit-events',
  summary: 'The former form of some of the events below',
  data: v.object({ number: v.number() }),
  example: { number: 1 },
})
const moved = defineEvent({
  type: 'zerodue.test.moved.v1',
  topic: 'reminders',
  summary: 'An event that had another topic before',
  data: v.object({ number: v.number() }),
  example: { number: 1 },
  formerly: () => ({ topic: 'task-events' }),
})
const rewritten = defineEvent({
  type: 'zerodue.test.rewritten.v1',
  topic: 'reminders',
  summary: 'An event that had another type before, unless it is new',
  data: v.object({ number: v.number(), isNew: v.boolean() }),
  example: { number: 1, isNew: false },
  formerly: ({ isNew, ...data }) => (isNew ? undefined : { topic: 'audit-events', type: renamed.type, data }),
})

/** Emits such events. It borrows the schema and role of notifier. */
const sender = defineFunction({
  name: 'notifier',
  schema: 'notifications',
  deps: ({ sql, outbox }) => ({ sql, outbox }),
}).does({
  on: [
    on(renamed, async ({ data: { number }, time }, { emit }) => {
      await emit(moved, { time: new Date(time), data: { number } })
      await emit(rewritten, { time: new Date(time), data: { number, isNew: false } })
      await emit(rewritten, { time: new Date(time), data: { number, isNew: true } })
    }),
  ],
  emits: [moved, rewritten, renamed],
})

const { deliver, published, broker, outbox, owner } = await start(sender)

async function emitAll(): Promise<string> {
  const userId = newUser()
  const event = { id: randomUUID(), source: '/test', topic: 'audit-events', type: renamed.type, subject: null, userId }
  await deliver({ ...event, time: '2026-11-21T09:30:00.000Z', data: { number: 7 }, traceparent: null })
  return userId
}

const formsOf = (userId: string) =>
  published
    .filter(event => event.userId === userId)
    .map(({ id: _, topic, type, data }) => ({ topic, type: type.split('.')[2], data }))

const allForms = [
  { topic: 'reminders', type: 'moved', data: { number: 7 } },
  { topic: 'task-events', type: 'moved', data: { number: 7 } },
  { topic: 'reminders', type: 'rewritten', data: { number: 7, isNew: false } },
  { topic: 'audit-events', type: 'renamed', data: { number: 7 } },
  { topic: 'reminders', type: 'rewritten', data: { number: 7, isNew: true } },
]

test('an event is published in its former topic and type too, with the same id, and an event of a new kind is not', async () => {
  const userId = await emitAll()
  expect(formsOf(userId)).toEqual(allForms)
  const [one, former, other, otherFormer, last] = published.filter(event => event.userId === userId).map(({ id }) => id)
  expect([former, otherFormer]).toEqual([one, other])
  expect(new Set([one, other, last]).size).toBe(3)
})

test('a sweep publishes every form of an event that the broker refused', async () => {
  broker.away = true
  const userId = await emitAll()
  const waiting = () =>
    owner`select from notifications.outbox where user_id = ${userId} and published_at is null`.then(rows => rows.length)
  expect([formsOf(userId), await waiting()]).toEqual([[], 3])
  broker.away = false
  await outbox.sweep()
  expect(formsOf(userId).toSorted(byText)).toEqual(allForms.toSorted(byText))
  expect(await waiting()).toBe(0)
})

const byText = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

test('a function that handles such an event is woken by its present topic only', () => {
  const consumer = defineFunction({ name: 'consumer', deps: () => ({}) }).does({ on: [on(moved, async () => {})] })
  expect(doorsOf(consumer)).toEqual([{ path: '/', topics: ['reminders'] }])
})
