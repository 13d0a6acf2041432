import { beforeAll, expect, test } from 'vitest'
import { userDeleted } from '../domain/events/account-events.ts'
import { someEvent } from '../kit/testing/some-event.ts'
import { start } from '../kit/testing/start.ts'
import definition from './function.ts'
import { keyOfCall } from './recent-calls.ts'

const begin = () => start(definition)
let assistant: Awaited<ReturnType<typeof begin>>
beforeAll(async () => {
  assistant = await begin()
})

const milk = { tool: 'add_task', arguments: { title: 'Buy milk', tags: ['home'] } }
const keyOf = (userId: string, call: object = milk) => {
  const { sql, clock } = assistant
  return keyOfCall({ sql, now: () => clock.now }, userId, call)
}
const later = (minutes: number) => {
  assistant.clock.now = new Date(assistant.clock.now.getTime() + minutes * 60_000)
}

test('the same call within ten minutes gets the same key, whatever the order of its arguments', async () => {
  const reordered = { arguments: { tags: ['home'], title: 'Buy milk' }, tool: 'add_task' }
  const simultaneous = await Promise.all([keyOf('ana'), keyOf('ana', reordered), keyOf('ana')])
  later(10)
  expect(new Set([...simultaneous, await keyOf('ana')]).size).toBe(1)
})

test('ten minutes after the first call the same call gets a new key, and then keeps that one', async () => {
  const first = await keyOf('ben')
  later(6)
  expect(await keyOf('ben')).toBe(first)
  later(6)
  const second = await keyOf('ben')
  expect(second).not.toBe(first)
  expect(await keyOf('ben')).toBe(second)
})

test('another person and other arguments get another key', async () => {
  const keys = [await keyOf('cem'), await keyOf('dia'), await keyOf('cem', { ...milk, tool: 'snooze_reminder' })]
  expect(new Set(keys).size).toBe(3)
})

test('a deleted account leaves no call behind, and a sweep removes the calls that no retry repeats', async () => {
  const count = async () => (await assistant.owner`select user_id from assistant.recent_call`).map(row => row.user_id)
  await keyOf('eva')
  const event = someEvent({ userId: 'eva', type: userDeleted.type, data: userDeleted.example })
  expect((await assistant.deliver(event)).status).toBe(204)
  expect(await count()).not.toContain('eva')
  later(11)
  await keyOf('fay')
  await assistant.sweep()
  expect(await count()).toEqual(['fay'])
})
