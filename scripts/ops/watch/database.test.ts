import { randomUUID } from 'node:crypto'
import { v7 as newId } from 'uuid'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { connect } from '../../../functions/kit/postgres/connect.ts'
import { testDatabase } from '../../../functions/kit/testing/database.ts'
import { databaseFigures } from './database.ts'

const url = await testDatabase()
const [owner, watcher] = [connect(url, undefined, { connections: 1 }), connect(url, 'watcher', { connections: 1 })]
afterAll(() => Promise.all([owner.end(), watcher.end()]))

/** A word that is in every row of these tests, and in no figure. */
const secret = 'buy-a-ring-for-ana'

async function figure(name: string, labels: Record<string, string> = {}): Promise<number | undefined> {
  const found = (await databaseFigures(watcher)).filter(one => one.name === name)
  return found.find(one => Object.entries(labels).every(([key, value]) => one.labels[key] === value))?.value
}

const outboxRow = (more: Record<string, unknown> = {}) => ({
  id: newId(),
  user_id: 'ana',
  topic: 'task-events',
  type: 'zerodue.test.v1',
  subject: null as string | null,
  time: new Date(),
  data: owner.json({ title: secret }),
  published_at: null as Date | null,
  ...more,
})
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

beforeEach(async () => {
  await owner`truncate tasks.outbox, reminders.outbox, reminders.reminder, tasks.set_aside, notifications.delivery, audit.dead_letter`
})

test('the outbox of each function has a size and the age of its oldest event, and both are 0 when it is empty', async () => {
  const names = ['assistant', 'notifier', 'reminder-firer', 'task-api']
  for (const name of names) {
    expect(await figure('zerodue.outbox.events', { function: name }), name).toBe(0)
    expect(await figure('zerodue.outbox.age', { function: name }), name).toBe(0)
  }
  await owner`insert into tasks.outbox ${owner([outboxRow({ time: minutesAgo(10) }), outboxRow(), outboxRow({ published_at: new Date(), time: minutesAgo(60) })])}`
  expect(await figure('zerodue.outbox.events', { function: 'task-api' })).toBe(2)
  const age = await figure('zerodue.outbox.age', { function: 'task-api' })
  expect(Math.floor((age ?? 0) / 60)).toBe(10)
  expect(await figure('zerodue.outbox.events', { function: 'notifier' })).toBe(0)
})

test('an event that is still tried does not wait for an operator, and one that is set aside does', async () => {
  const row = (set_aside_at: Date | null) => ({
    id: newId(),
    user_id: 'ana',
    way: 'received',
    consumer: 'task-api',
    source: '/',
    event_id: randomUUID(),
    type: 't',
    time: '',
    data: owner.json({ title: secret }),
    tries: 3,
    reason: secret,
    first_at: new Date(),
    failed_at: new Date(),
    set_aside_at,
  })
  await owner`insert into tasks.set_aside ${owner([row(null), row(new Date())])}`
  expect(await figure('zerodue.set_aside.waiting', { function: 'task-api' })).toBe(1)
  expect(await figure('zerodue.set_aside.waiting', { function: 'audit-sink' })).toBe(0)
})

test('reminders are armed, and overdue from the moment of the oldest one', async () => {
  const reminder = (at: Date, state = 'armed') => ({
    user_id: 'ana',
    task_id: randomUUID(),
    id: randomUUID(),
    state,
    moment: at,
    key: secret,
    target: at,
    at,
  })
  const tomorrow = new Date(Date.now() + 86_400_000)
  await owner`insert into reminders.reminder ${owner([reminder(tomorrow), reminder(minutesAgo(90), 'fired')])}`
  expect(await figure('zerodue.reminders.armed')).toBe(1)
  expect(await figure('zerodue.reminders.overdue')).toBe(0)
  await owner`insert into reminders.reminder ${owner([reminder(minutesAgo(5))])}`
  expect(await figure('zerodue.reminders.armed')).toBe(2)
  expect(Math.floor(((await figure('zerodue.reminders.overdue')) ?? 0) / 60)).toBe(5)
})

test('a reminder that fired twice for the same moment is doubled, and a repetition or another reminder is not', async () => {
  const [task, one, other] = [randomUUID(), randomUUID(), randomUUID()]
  const due = (id: string, dueAt: string, time = new Date()) =>
    outboxRow({
      type: 'zerodue.reminder.due.v1',
      subject: task,
      time,
      data: owner.json({ reminder: { id }, dueAt, title: secret }),
    })
  await owner`insert into reminders.outbox ${owner([due(one, '09:00'), due(one, '09:05'), due(other, '09:00')])}`
  expect(await figure('zerodue.reminders.fired')).toBe(3)
  expect(await figure('zerodue.reminders.doubled')).toBe(0)
  await owner`insert into reminders.outbox ${owner([due(one, '09:00'), due(other, '09:00', minutesAgo(25 * 60))])}`
  expect(await figure('zerodue.reminders.fired')).toBe(4)
  expect(await figure('zerodue.reminders.doubled')).toBe(1)
})

test('messages that wait are counted by channel, also where none waits', async () => {
  const message = (kind: string, state: string) => ({
    user_id: 'ana',
    id: newId(),
    occasion: randomUUID(),
    what: 'reminder',
    kind,
    content: owner.json({ title: secret }),
    state,
    created_at: new Date(),
  })
  await owner`insert into notifications.delivery ${owner([message('app', 'pending'), message('email', 'sending'), message('email', 'pending'), message('webhook', 'delivered')])}`
  const waiting = (channel: string) => figure('zerodue.notifications.waiting', { channel })
  expect(await Promise.all(['app', 'email', 'webpush', 'webhook'].map(waiting))).toEqual([1, 2, 0, 0])
})

test('dead letters wait until a replay has answered their last failure', async () => {
  const letter = (answered: number) => ({
    id: newId(),
    key: Buffer.from(randomUUID()),
    user_id: 'ana',
    attributes: owner.json({ title: secret }),
    body: Buffer.from(secret),
    destination: secret,
    status: 500,
    reason: secret,
    failures: 1,
    answered,
    first_at: new Date(),
    failed_at: new Date(),
  })
  await owner`insert into audit.dead_letter ${owner([letter(0), letter(1)])}`
  expect(await figure('zerodue.dead_letters.waiting')).toBe(1)
})

test('people are counted, all and those of the last day', async () => {
  const person = (id: string) => ({
    id,
    email: `${id}@example.org`,
    name: secret,
    created_at: new Date(),
    updated_at: new Date(),
  })
  await owner`insert into identity.person ${owner(['ana', 'bob', 'cleo'].map(person))}`
  const session = (user_id: string, updated_at: Date) => ({
    id: randomUUID(),
    user_id,
    token: randomUUID(),
    expires_at: new Date(),
    created_at: new Date(),
    updated_at,
  })
  await owner`insert into identity.session ${owner([session('ana', new Date()), session('ana', new Date()), session('bob', minutesAgo(25 * 60))])}`
  expect(await figure('zerodue.people', { active: 'all' })).toBe(3)
  expect(await figure('zerodue.people', { active: 'day' })).toBe(1)
})

test('connections are counted by the role that they use and their state, and the database has a size', async () => {
  expect(await figure('zerodue.database.connections', { role: 'watcher', state: 'active' })).toBe(1)
  const worker = connect(url, 'task_api', { connections: 1 })
  await worker`select 1`
  expect(await figure('zerodue.database.connections', { role: 'task_api', state: 'idle' })).toBe(1)
  await worker.end()
  expect(await figure('zerodue.database.size')).toBeGreaterThan(1_000_000)
})

test('no content of a row reaches the watcher, and its role can read no table and call no other function', async () => {
  await owner`insert into tasks.outbox ${owner([outboxRow({ subject: secret })])}`
  expect(JSON.stringify(await databaseFigures(watcher))).not.toContain(secret)
  const tables = await owner<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_|^information_schema$'`
  expect(tables.length).toBeGreaterThan(30)
  for (const { name } of tables)
    await expect(watcher.unsafe(`select from ${name}`), name).rejects.toThrow('permission denied')
  const callable = await owner<{ name: string }[]>`
    select format('%I.%I()', n.nspname, p.proname) as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname !~ '^pg_|^information_schema$|^public$' and has_function_privilege('watcher', p.oid, 'execute')
      and has_schema_privilege('watcher', n.oid, 'usage') order by 1`
  expect(callable.map(({ name }) => name)).toEqual(['zerodue.caller()', 'zerodue.vitals()'])
})
