import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { at, due, reminderFirer } from './testing/reminder-firer.ts'

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
