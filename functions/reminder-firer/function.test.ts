import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { at, due, jobToken, reminderFirer } from './testing/reminder-firer.ts'

describe('a reminder fires once, at its moment', () => {
  test('before the due time or at a fixed time, also several for one task', async () => {
    const { person, until } = await reminderFirer(at('01:00'))
    const ana = person()
    await ana.create({ due, reminders: [{ before: 'PT30M' }, { before: 'PT0M' }, { at: at('05:15') }] })
    await until(at('23:00'))
    expect(ana.fired()).toEqual([`Tea ${at('05:15')}`, `Tea ${at('06:30')}`, `Tea ${at('07:00')}`])
    expect(ana.due()[0]).toMatchObject({ late: false, reminder: { at: at('05:15'), times: 1 } })
  })

  test('at nine for a date without a time, or at the start of the morning in the zone of the person', async () => {
    const { person, until } = await reminderFirer(at('00:00', '2026-11-20'))
    const [ana, bob] = [person(), person()]
    const task = { due: { date: '2026-11-21', zone: 'Asia/Karachi' }, reminders: [{ before: 'PT0M' }] }
    await ana.create(task)
    await bob.profile({ zone: 'Europe/London', morning: '07:30' })
    await bob.create(task)
    await until(at('23:00'))
    expect(ana.fired()).toEqual([`Tea ${at('04:00')}`])
    expect(bob.fired()).toEqual([`Tea ${at('07:30')}`])
  })

  test('unless it was set after that: then it never fires and is listed as passed', async () => {
    const { person, until } = await reminderFirer(at('06:45'))
    const ana = person()
    await ana.create({ due, reminders: [{ before: 'PT30M' }, { before: 'PT0M' }] })
    await until(at('23:00'))
    expect(ana.fired()).toEqual([`Tea ${at('07:00')}`])
    expect((await ana.list()).items.map(({ state }) => state)).toEqual(['passed', 'fired'])
  })

  test('and an update tells clients when', async () => {
    const { person, until, published } = await reminderFirer(at('01:00'))
    const ana = person()
    const task = await ana.create({ due, reminders: [{ before: 'PT0M' }] })
    await until(at('23:00'))
    expect(published.filter(({ topic }) => topic === 'task-updates')).toMatchObject([
      { type: 'zerodue.reminder.fired.v1', subject: task.id, userId: ana.userId, data: { firedAt: at('07:00') } },
    ])
  })

  test('and not earlier: an alarm that rings much too early is set again', async () => {
    const { person, until, set, firer, clock } = await reminderFirer(at('01:00'))
    const ana = person()
    await ana.create({ due, reminders: [{ before: 'PT0M' }] })
    const [name = ''] = [...set.keys()]
    set.clear()
    clock.now = new Date('2026-11-21T06:59:00.000Z')
    await firer.ring(name)
    expect(ana.fired()).toEqual([])
    expect([...set.keys()]).toEqual([name])
    await until(at('07:00'))
    expect(ana.fired()).toEqual([`Tea ${at('07:00')}`])
  })
})

describe('a change of the task', () => {
  test.each([
    ['completed', { status: 'done', completedAt: at('05:00') }],
    ['skipped', { status: 'done', skippedAt: at('05:00') }],
    ['deleted', { deletedAt: at('05:00') }],
    ['purged', { deletedAt: at('05:00') }],
    ['updated', { reminders: [] }],
    ['updated', { due: null, dueAt: null }],
  ] as const)('%s drops its reminders and their alarm (%o)', async (name, change) => {
    const { person, until, set } = await reminderFirer(at('01:00'))
    const ana = person()
    const task = await ana.create({ due, reminders: [{ before: 'PT0M' }] })
    await until(at('05:00'))
    await ana.change(task, change as object, name)
    expect([...set]).toEqual([])
    await until(at('23:00'))
    expect(ana.fired()).toEqual([])
  })

  test('moves its armed reminder', async () => {
    const { person, until, next } = await reminderFirer(at('01:00'))
    const ana = person()
    const task = await ana.create({ due, reminders: [{ before: 'PT30M' }] })
    await ana.change(task, { due: { ...due, time: '11:00' } })
    expect(next()).toBe(at('05:30'))
    await until(at('23:00'))
    expect(ana.fired()).toEqual([`Tea ${at('05:30')}`])
  })

  test('that reopens or restores it arms future reminders again, and none that has fired', async () => {
    const { person, until } = await reminderFirer(at('01:00'))
    const ana = person()
    let task = await ana.create({ due, reminders: [{ before: 'PT2H' }, { before: 'PT1H' }, { before: 'PT0M' }] })
    await until(at('05:10'))
    task = await ana.change(task, { status: 'done', completedAt: at('05:10') }, 'completed')
    await until(at('06:10'))
    task = await ana.change(task, { status: 'open', completedAt: null }, 'reopened')
    task = await ana.change(task, { deletedAt: at('06:10') }, 'deleted')
    const { deletedAt: _, ...rest } = task
    await ana.change(rest, {}, 'restored')
    await until(at('23:00'))
    expect(ana.fired()).toEqual([`Tea ${at('05:00')}`, `Tea ${at('07:00')}`])
  })

  test('that arrives without earlier versions fires no passed reminder again and loses none', async () => {
    const { person, until } = await reminderFirer(at('01:00'))
    const ana = person()
    const passed = await ana.create({
      title: 'Passed',
      due: { ...due, time: '23:00' },
      reminders: [{ before: 'PT0M' }],
    })
    await until(at('08:00'))
    const moved = await ana.change(passed, { due })
    await ana.change({ ...moved, version: 4 }, { title: 'Later' })
    const unknown = ana.newTask({ title: 'Unknown', reminders: [{ at: at('08:30') }] })
    await until(at('09:00'))
    await ana.change({ ...unknown, version: 6 }, { notes: 'x' })
    await until(at('23:00'))
    expect(ana.fired()).toEqual([`Unknown ${at('09:00')}`])
  })

  test.each([
    ['completed', { status: 'done', completedAt: at('08:00') }],
    ['skipped', { status: 'done', skippedAt: at('08:00') }],
    ['deleted', { deletedAt: at('08:00') }],
    ['updated', { reminders: [] }],
  ] as const)(
    '%s after a reminder fired tells notifier, which may still be trying to send it (%o)',
    async (name, change) => {
      const { person, until, published } = await reminderFirer(at('01:00'))
      const ana = person()
      const task = await ana.create({ due, reminders: [{ before: 'PT0M' }] })
      await until(at('08:00'))
      const ended = () => published.filter(({ type }) => type === 'zerodue.reminder.ended.v1')
      const renamed = await ana.change(task, { title: 'Green tea' })
      expect(ended()).toEqual([])
      await ana.change(renamed, change as object, name)
      expect(ended()).toMatchObject([{ userId: ana.userId, data: { taskId: task.id, version: 3 } }])
    },
  )

  test('of a task whose reminders have not fired wakes no notifier', async () => {
    const { person, published } = await reminderFirer(at('01:00'))
    const ana = person()
    const task = await ana.create({ due, reminders: [{ before: 'PT0M' }] })
    await ana.change(task, { status: 'done', completedAt: at('01:00') }, 'completed')
    expect(published).toEqual([])
  })

  test('of another field fires nothing again', async () => {
    const { person, until } = await reminderFirer(at('01:00'))
    const ana = person()
    const task = await ana.create({ due, reminders: [{ before: 'PT0M' }] })
    await until(at('08:00'))
    await ana.change(task, { title: 'Green tea' })
    await until(at('23:00'))
    expect(ana.fired()).toEqual([`Tea ${at('07:00')}`])
  })
})

describe('a sweep', () => {
  const sweep = (userId: string) => ({
    id: randomUUID(),
    source: '/ping',
    topic: 'task-events' as const,
    type: 'dev.knative.sources.ping',
    subject: null,
    userId,
    time: at('01:00'),
    data: {},
    traceparent: null,
  })

  test('sets an alarm that the scheduler lost, and removes one that no reminder needs', async () => {
    const { person, set, deliver, owner, until } = await reminderFirer(at('01:00'))
    const ana = person()
    await ana.create({ due, reminders: [{ before: 'PT0M' }] })
    const before = [...set]
    set.clear()
    const unneeded = new Date(at('03:00'))
    set.set(`due-${unneeded.getTime()}`, unneeded)
    await owner`insert into reminders.alarm values (${unneeded})`
    expect(await deliver(sweep(ana.userId))).toBe(204)
    expect([...set]).toEqual(before)
    await until(at('23:00'))
    expect(ana.fired()).toEqual([`Tea ${at('07:00')}`])
  })
})

describe('the door of jobs', () => {
  const ring = (
    app: { request: (path: string, init: RequestInit) => Response | Promise<Response> },
    name: string,
    token?: string,
  ) =>
    app.request(`/job/${name}`, {
      method: 'POST',
      body: '{"at":"never"}',
      headers: token ? { 'dapr-api-token': token } : {},
    })

  test('admits only callers with the token, and uses nothing but the name of the alarm', async () => {
    const { app, person, clock, set } = await reminderFirer(at('01:00'))
    const ana = person()
    await ana.create({ due, reminders: [{ before: 'PT0M' }] })
    clock.now = new Date(at('07:00'))
    const [name = ''] = [...set.keys()]
    for (const token of [undefined, 'guessed']) expect((await ring(app, name, token)).status).toBe(401)
    expect(ana.fired()).toEqual([])
    expect((await ring(app, 'somebody-elses', jobToken)).status).toBe(204)
    expect(ana.fired()).toEqual([])
    expect((await ring(app, name, jobToken)).status).toBe(204)
    expect(ana.fired()).toHaveLength(1)
  })

  test('answers 503 while the database is away, so that the job is retried', async () => {
    const { app, sql } = await reminderFirer(at('01:00'))
    await sql.end()
    expect((await ring(app, 'due-1', jobToken)).status).toBe(503)
  })
})

describe('an account that is deleted', () => {
  test('leaves no rows, and a late event brings none back', async () => {
    const { person, until, clock, owner, set } = await reminderFirer(at('01:00'))
    const ana = person()
    await ana.profile({ zone: 'Asia/Karachi' })
    const task = await ana.create({ due, reminders: [{ before: 'PT0M' }] })
    const late = ana.taskEvent('created', ana.newTask({ due, reminders: [{ before: 'PT0M' }] }), [])
    clock.now = new Date(at('01:01'))
    await ana.deleteAccount()
    await ana.deliver(late)
    expect([...set]).toEqual([])
    await until(at('23:00'))
    expect(ana.fired()).toEqual([])
    for (const table of ['profile', 'task', 'reminder', 'seen', 'outbox'])
      expect(await owner`select from ${owner(`reminders.${table}`)} where user_id = ${ana.userId}`).toEqual([])
    expect(task.version).toBe(1)
  })

  test('leaves no rows when its deletion overtakes the events of the last moment, which are in another topic', async () => {
    const { person, owner, set } = await reminderFirer(at('01:00'))
    const ana = person()
    const task = ana.newTask({ due, reminders: [{ before: 'PT0M' }] })
    const late = [ana.taskEvent('created', task, []), ana.taskEvent('updated', { ...task, version: 2 }, ['title'])]
    await ana.deleteAccount()
    for (const event of late) await ana.deliver(event)
    expect([...set]).toEqual([])
    for (const table of ['task', 'reminder', 'seen'])
      expect(await owner`select from ${owner(`reminders.${table}`)} where user_id = ${ana.userId}`).toEqual([])
  })
})
