import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { mustMatchCatalog } from '../domain/testing/matches-catalog.ts'
import type { OutboxEvent } from '../kit/events/event.ts'
import { taskApi } from './testing/signed-in.ts'

const { signedIn, owner } = await taskApi()
const file = './database/0013-older-reminders.sql'
const migration = await readFile(new URL(file, import.meta.url), 'utf8')

interface Told {
  userId: string
  data: { task: { id: string; updatedAt: string }; changed: string[] }
}

/** The events that the migration writes for tasks that reminder-firer does not know. */
async function migrate(userId: string) {
  await owner`delete from tasks.outbox`
  await owner.unsafe(migration)
  return owner<(OutboxEvent & Told)[]>`
    select id, user_id as "userId", topic, type, subject, time::text, data, traceparent from tasks.outbox
    where user_id = ${userId}`
}

test('the migration writes an event for each older task with reminders, so that future reminders are armed', async () => {
  const ana = await signedIn()
  const zone = 'Asia/Karachi'
  const tasks = [
    await ana.create({
      title: 'A "cake"',
      due: { date: '2026-12-24', zone },
      tags: ['home'],
      reminders: [{ before: 'P1D' }],
    }),
    await ana.create({
      title: 'Call',
      notes: 'the *dentist*',
      priority: 'P1',
      due: { date: '2026-12-01', time: '09:30', zone },
      repeat: { rule: 'FREQ=MONTHLY' },
      reminders: [{ before: 'PT30M', every: 'PT10M' }],
    }),
    await ana.create({ title: 'Tea', reminders: [{ at: '2026-12-01T09:00:00.000Z' }] }),
  ]
  const events = await migrate(ana.userId)
  for (const task of tasks) {
    const event = events.find(({ subject }) => subject === task.id)
    if (!event) throw new Error(`${task.title} has no event.`)
    mustMatchCatalog({ ...event, time: new Date(event.time).toISOString() })
    expect(event.data.task).toEqual({ ...task, updatedAt: expect.any(String) })
    // Otherwise reminders from long ago would fire now.
    expect(Date.parse(event.data.task.updatedAt)).toBeGreaterThan(Date.now() - 60_000)
    expect(event.data.changed).toContain('due')
  }
  expect(events).toHaveLength(3)
})

test('the migration writes no event for a task that is done, has no reminder, or is known to reminder-firer', async () => {
  const ana = await signedIn()
  const reminders = [{ at: '2026-12-01T09:00:00.000Z' }]
  const [done, gone, known] = [
    await ana.create({ title: 'done', reminders }),
    await ana.create({ title: 'gone', reminders }),
    await ana.create({ title: 'known', reminders }),
  ]
  await ana.create({ title: 'without' })
  await ana.complete(done.id)
  await ana.remove(gone.id)
  await owner`insert into reminders.seen (user_id, id, version) values (${ana.userId}, ${known.id}, 1)`
  expect(await migrate(ana.userId)).toEqual([])
})
