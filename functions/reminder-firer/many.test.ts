import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { insertArmed } from './testing/armed.ts'
import { reminderFirer } from './testing/reminder-firer.ts'

vi.setConfig({ testTimeout: 300_000 })

const start = '2026-11-21T10:00:00.000Z'

test('1,500 reminders at random moments fire once each, and never early', async () => {
  const { owner, firer, until, published } = await reminderFirer(start)
  await insertArmed(owner, 1_500, 100, start, 120_000)
  await firer.run()
  await until('2026-11-21T10:02:01.000Z')
  const due = published
    .filter(({ topic }) => topic === 'reminders')
    .map(({ data }) => data as { reminder: { id: string }; dueAt: string; firedAt: string })
  const early = due.filter(({ dueAt, firedAt }) => firedAt < dueAt)
  const once = new Set(due.map(({ reminder }) => reminder.id))
  expect({ early: early.length, fired: due.length, different: once.size }).toEqual({
    early: 0,
    fired: 1_500,
    different: 1_500,
  })
  expect(due.filter(({ dueAt, firedAt }) => firedAt !== dueAt)).toEqual([])
})

test('concurrent processes fire each reminder once, and people take turns', async () => {
  const { owner, replica, firer, clock, published } = await reminderFirer(start)
  await insertArmed(owner, 2_000, 1, start, 0)
  await insertArmed(owner, 1, 2, start, 0, 1)
  const others = await Promise.all([replica(), replica()])
  clock.now = new Date('2026-11-21T10:00:00.500Z')
  await Promise.all([firer, ...others.map(one => one.firer)].map(one => one.run()))
  const due = published.filter(({ topic }) => topic === 'reminders')
  expect(new Set(due.map(({ data }) => (data as { reminder: { id: string } }).reminder.id)).size).toBe(2_001)
  expect(due).toHaveLength(2_001)
  expect(due.findIndex(({ userId }) => userId === 'person-1')).toBeLessThan(600)
})

test('after a crash in the middle of firing, another process fires the rest: none lost, none doubled', async () => {
  const { owner, replica, firer, clock, published } = await reminderFirer(start)
  await insertArmed(owner, 1_000, 50, start, 0)
  clock.now = new Date('2026-11-21T10:00:01.000Z')
  const dying = await replica()
  // A crash breaks the connections of a process, also within transactions. Other databases of this server stay untouched.
  const killed = owner`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'reminder_firer' and datname = current_database() and pid <> pg_backend_pid()`
  await Promise.all([dying.firer.run().catch(() => {}), killed])
  await firer.sweep()
  await dying.firer.sweep().catch(() => {})
  const ids = published
    .filter(({ topic }) => topic === 'reminders')
    .map(({ data }) => (data as { reminder: { id: string } }).reminder.id)
  const waiting = await owner`select from reminders.outbox where published_at is null`
  expect({ different: new Set(ids).size, waiting: waiting.length }).toEqual({ different: 1_000, waiting: 0 })
  const [rows] = await owner<{ fired: number; events: number }[]>`
    select (select count(*)::int from reminders.reminder where state = 'fired') as fired,
      (select count(*)::int from reminders.outbox where topic = 'reminders') as events`
  expect(rows).toEqual({ fired: 1_000, events: 1_000 })
})

test('events that arrive twice and out of order arm the same reminders as in order', async () => {
  const { person, owner, clock } = await reminderFirer('2026-11-21T01:00:00.000Z')
  const change = fc.constantFrom<[string, object]>(
    ['updated', { due: { date: '2026-11-25', time: '12:00', zone: 'Asia/Karachi' } }],
    ['updated', { due: { date: '2026-11-26', zone: 'Europe/London' } }],
    ['updated', { title: 'Other' }],
    ['completed', { status: 'done', completedAt: '2026-11-21T01:00:00.000Z' }],
    ['reopened', { status: 'open', completedAt: null }],
    ['deleted', { deletedAt: '2026-11-21T01:00:00.000Z' }],
    ['restored', { deletedAt: undefined }],
  )
  const armed = (userId: string) =>
    owner`select id, at, state from reminders.reminder where user_id = ${userId} order by id`
  const start = clock.now
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 6 }), fc.infiniteStream(fc.nat()), async (changes, random) => {
      clock.now = start
      const [inOrder, shuffled] = [person(), person()]
      let task = inOrder.newTask({
        due: { date: '2026-11-24', time: '09:00', zone: 'UTC' },
        reminders: [{ before: 'PT1H' }, { before: 'P1D' }],
      })
      const events = [{ name: 'created', task, changed: Object.keys(task) }]
      for (const [name, change] of changes) {
        clock.now = new Date(clock.now.getTime() + 60_000)
        task = { ...task, ...change, version: task.version + 1, updatedAt: clock.now.toISOString() }
        events.push({ name, task, changed: Object.keys(change) })
      }
      for (const { name, task, changed } of events) await inOrder.deliver(inOrder.taskEvent(name, task, changed))
      const shuffledEvents = events.map(({ name, task, changed }) => shuffled.taskEvent(name, task, changed))
      const order = [...shuffledEvents, ...shuffledEvents]
        .map(event => ({ event, place: random.next().value }))
        .sort((a, b) => a.place - b.place)
      for (const { event } of order) await shuffled.deliver(event)
      expect(await armed(shuffled.userId)).toEqual(await armed(inOrder.userId))
    }),
    { numRuns: 15 },
  )
})
