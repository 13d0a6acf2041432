import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { startMs } from '../kit/postgres/start-time.ts'
import { newUser } from '../kit/testing/start.ts'
import { notifier } from './testing/notifier.ts'

const { replica, clock, owner, published } = await notifier()

const nearAt = (sent: Date) => ({
  id: randomUUID(),
  source: '/zerodue/reminder-firer',
  topic: 'reminders',
  type: 'zerodue.reminder.near.v1',
  subject: null,
  userId: newUser(),
  time: sent.toISOString(),
  data: { at: new Date(sent.getTime() + 3_000).toISOString() },
  traceparent: null,
})

test('the event that a reminder is near sends nothing, and records how long the start took that it caused', async () => {
  const sent = clock.now
  const { deliver } = await replica({ deps: { began: new Date(sent.getTime() + 900) } })
  const before = published.length
  clock.now = new Date(sent.getTime() + 1_700)
  expect(await deliver(nearAt(sent))).toBe(204)
  expect(await startMs(owner, ['notifier'])).toBe(1_700)
  expect(published).toHaveLength(before)
  expect(await owner`select from notifications.delivery`).toHaveLength(0)
})

test('a process that ran already records no start', async () => {
  const { deliver } = await replica({ deps: { began: new Date(clock.now.getTime() - 60_000) } })
  const before = await startMs(owner, ['notifier'])
  const sent = clock.now
  clock.now = new Date(sent.getTime() + 60_000)
  expect(await deliver(nearAt(sent))).toBe(204)
  expect(await startMs(owner, ['notifier'])).toBe(before)
})
