import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { jobToken, reminderFirer } from './testing/reminder-firer.ts'

const due = { date: '2026-11-21', time: '12:00', zone: 'Asia/Karachi' }
const at = (time: string, date = '2026-11-21') => `${date}T${time}:00.000Z`

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

  test('and not earlier: an alarm that rings early is set again', async () => {
    const { person, until, set, firer, clock } = await reminderFirer(at('01:00'))
    const ana = person()
    await ana.create({ due, reminders: [{ before: 'PT0M' }] })
    const [name = ''] = [...set.keys()]
    set.clear()
    clock.now = new Date('2026-11-21T06:59:59.999Z')
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

describe('the profile', () => {
  test('a new zone moves the reminders of dates and not those of times', async () => {
    const { person, until } = await reminderFirer(at('00:00', '2026-11-20'))
    const ana = person()
    await ana.profile({ zone: 'America/New_York' })
    await ana.create({
      title: 'Date',
      due: { date: '2026-11-21', zone: 'America/New_York' },
      reminders: [{ before: 'PT0M' }],
    })
    await ana.create({ title: 'Time', due: { ...due, time: '23:00' }, reminders: [{ before: 'PT0M' }] })
    await ana.profile({ zone: 'Europe/London' })
    await until(at('23:00'))
    expect(ana.fired()).toEqual([`Date ${at('09:00')}`, `Time ${at('18:00')}`])
  })

  test('a new zone in which the moment is over fires the reminder at once, and no later zone fires it again', async () => {
    const { person, until } = await reminderFirer(at('00:00', '2026-11-20'))
    const ana = person()
    await ana.profile({ zone: 'America/New_York' })
    await ana.create({ due: { date: '2026-11-21', zone: 'America/New_York' }, reminders: [{ before: 'PT0M' }] })
    await until(at('12:00'))
    await ana.profile({ zone: 'Europe/London' })
    expect(ana.fired()).toEqual([`Tea ${at('12:00')}`])
    await ana.profile({ zone: 'America/Los_Angeles' })
    await until(at('23:00'))
    expect(ana.fired()).toHaveLength(1)
  })

  test('an older version changes nothing', async () => {
    const { person, until } = await reminderFirer(at('00:00', '2026-11-20'))
    const ana = person()
    await ana.profile({ zone: 'Europe/London', version: 7 })
    await ana.profile({ zone: 'America/New_York', version: 6 })
    await ana.create({ due: { date: '2026-11-21', zone: 'Asia/Karachi' }, reminders: [{ before: 'PT0M' }] })
    await until(at('23:00'))
    expect(ana.fired()).toEqual([`Tea ${at('09:00')}`])
  })

  test('quiet hours postpone reminders to their end and drop none', async () => {
    const { person, until } = await reminderFirer(at('12:00'))
    const ana = person()
    await ana.profile({ zone: 'Europe/London', quietHours: { from: '22:00', to: '07:00' } })
    for (const time of ['21:59', '22:00', '23:30']) await ana.create({ title: time, reminders: [{ at: at(time) }] })
    await until(at('23:45'))
    expect(ana.fired()).toEqual([`21:59 ${at('21:59')}`])
    await until(at('12:00', '2026-11-22'))
    expect(ana.fired().slice(1).sort()).toEqual([
      `22:00 ${at('07:00', '2026-11-22')}`,
      `23:30 ${at('07:00', '2026-11-22')}`,
    ])
    expect(ana.due()[1]).toMatchObject({ reminder: { at: at('22:00') }, dueAt: at('07:00', '2026-11-22'), late: false })
  })
})

describe('snoozing', () => {
  const snoozed = (snoozedUntil?: string) => ({
    reminders: [{ id: randomUUID(), before: 'PT0M', ...(snoozedUntil && { snoozedUntil }) }],
  })

  test('fires the reminder again then, unless it is undone', async () => {
    const { person, until } = await reminderFirer(at('01:00'))
    const ana = person()
    let task = await ana.create({ due, reminders: [{ before: 'PT0M' }] })
    const [reminder] = task.reminders
    await until(at('07:01'))
    task = await ana.change(task, { reminders: [{ ...reminder, before: 'PT0M', snoozedUntil: at('07:30') }] })
    expect((await ana.list()).items).toMatchObject([{ state: 'snoozed', at: at('07:30') }])
    task = await ana.change(task, { reminders: [{ ...reminder, before: 'PT0M' }] })
    await until(at('08:00'))
    expect(ana.fired()).toEqual([`Tea ${at('07:00')}`])
    await ana.change(task, { reminders: [{ ...reminder, before: 'PT0M', snoozedUntil: at('08:30') }] })
    await until(at('23:00'))
    expect(ana.fired()).toEqual([`Tea ${at('07:00')}`, `Tea ${at('08:30')}`])
  })

  test('that is undone after the moment fires the reminder at once', async () => {
    const { person, until } = await reminderFirer(at('06:50'))
    const ana = person()
    const task = await ana.create({ due, ...snoozed(at('09:00')) })
    await until(at('07:05'))
    expect(ana.fired()).toEqual([])
    await ana.change(task, { reminders: task.reminders.map(({ snoozedUntil: _, ...rest }) => rest) })
    await until(at('23:00'))
    expect(ana.fired()).toEqual([`Tea ${at('07:05')}`])
  })

  test('does not cancel the reminder of a later due date', async () => {
    const { person, until } = await reminderFirer(at('06:50'))
    const ana = person()
    const task = await ana.create({ due, ...snoozed(at('09:00')) })
    await ana.change(task, { due: { ...due, date: '2026-11-22' } })
    await until(at('23:00', '2026-11-22'))
    expect(ana.fired()).toEqual([`Tea ${at('09:00')}`, `Tea ${at('07:00', '2026-11-22')}`])
  })
})

describe('a reminder that repeats until the task is done', () => {
  test('fires at most twenty times', async () => {
    const { person, until } = await reminderFirer(at('01:00'))
    const ana = person()
    await ana.create({ due, reminders: [{ before: 'PT0M', every: 'PT10M' }] })
    await until(at('23:00'))
    expect(ana.fired().slice(0, 3)).toEqual([`Tea ${at('07:00')}`, `Tea ${at('07:10')}`, `Tea ${at('07:20')}`])
    expect(ana.due().map(({ reminder }) => reminder.times)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  })

  test('stops when the task is done, and pauses while it is snoozed', async () => {
    const { person, until } = await reminderFirer(at('01:00'))
    const ana = person()
    const reminder = { id: randomUUID(), before: 'PT0M', every: 'PT10M' }
    let task = await ana.create({ due, reminders: [reminder] })
    await until(at('07:15'))
    task = await ana.change(task, { title: 'Green tea' })
    await until(at('07:25'))
    expect(ana.fired()).toHaveLength(3)
    task = await ana.change(task, { reminders: [{ ...reminder, snoozedUntil: at('09:00') }] })
    await until(at('09:15'))
    expect(ana.fired().slice(3)).toEqual([`Green tea ${at('09:00')}`, `Green tea ${at('09:10')}`])
    await ana.change(task, { status: 'done', completedAt: at('09:15') }, 'completed')
    await until(at('23:00'))
    expect(ana.fired()).toHaveLength(5)
  })
})

describe('a reminder that was missed while everything was down', () => {
  test('fires once on return, marked as late, however many repetitions were missed', async () => {
    const { person, clock, firer, until } = await reminderFirer(at('01:00'))
    const ana = person()
    await ana.create({ due, reminders: [{ before: 'PT0M', every: 'PT10M' }] })
    clock.now = new Date(at('08:05'))
    await firer.sweep()
    expect(ana.due()).toMatchObject([{ late: true, dueAt: at('07:00'), firedAt: at('08:05') }])
    await until(at('08:15'))
    expect(ana.fired()).toEqual([`Tea ${at('08:05')}`, `Tea ${at('08:10')}`])
  })

  test('fires also when the event of its task is late', async () => {
    const { person, clock, until } = await reminderFirer(at('01:00'))
    const ana = person()
    const task = ana.newTask({ due, reminders: [{ before: 'PT0M' }] })
    const created = ana.taskEvent('created', task, Object.keys(task))
    clock.now = new Date(at('08:00'))
    await ana.deliver(created)
    await until(at('23:00'))
    expect(ana.due()).toMatchObject([{ late: true, firedAt: at('08:00') }])
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
})
