import { expect, test } from 'vitest'
import { createLog } from '../kit/log.ts'
import { noteStart, startMs } from '../kit/postgres/start-time.ts'
import { waitUntil } from '../kit/timers.ts'
import { waitForMoment } from './early-ring.ts'
import { at, due, jobToken, reminderFirer } from './testing/reminder-firer.ts'

const mostLeadMs = 10_000
const early = (ms: number, moment = at('07:00')) => new Date(Date.parse(moment) - ms).toISOString()

async function withReminder() {
  const firer = await reminderFirer(at('01:00'), mostLeadMs)
  const ana = firer.person()
  const task = await ana.create({ due, reminders: [{ before: 'PT0M' }] })
  const near = () => firer.published.filter(({ type }) => type === 'zerodue.reminder.near.v1')
  return { ...firer, ana, task, near }
}

test('an alarm rings as early as both functions take to start, and the reminder fires at its moment', async () => {
  const { next, until, ana, near, waiting } = await withReminder()
  expect(next()).toBe(early(3_300))
  let firedBefore = -1
  waiting.during = async () => {
    firedBefore = ana.fired().length
  }
  await until(at('23:00'))
  expect(firedBefore).toBe(0)
  expect(ana.fired()).toEqual([`Tea ${at('07:00')}`])
  expect(ana.due()).toMatchObject([{ late: false }])
  expect(near()).toMatchObject([{ time: early(3_300), userId: ana.userId, data: { at: at('07:00') } }])
})

test.each([
  ['completed', { status: 'done', completedAt: at('06:59') }],
  ['deleted', { deletedAt: at('06:59') }],
  ['updated', { reminders: [] }],
] as const)('a task that is %s while the alarm waits reminds nobody', async (name, change) => {
  const { until, ana, task, waiting, set } = await withReminder()
  waiting.during = () => ana.change(task, change as object, name)
  await until(at('23:00'))
  expect(ana.fired()).toEqual([])
  expect([...set]).toEqual([])
})

test('a reminder that is snoozed while the alarm waits fires when the snooze ends, and not before', async () => {
  const { until, ana, task, waiting } = await withReminder()
  waiting.during = async () => {
    delete waiting.during
    await ana.change(task, { reminders: [{ ...task.reminders[0], snoozedUntil: at('07:20') } as never] })
  }
  await until(at('23:00'))
  expect(ana.fired()).toEqual([`Tea ${at('07:20')}`])
})

test('while one alarm waits, events are handled and a reminder of somebody else fires at its own moment', async () => {
  const { until, ana, person, waiting, clock, firer } = await withReminder()
  const bob = person()
  waiting.during = async () => {
    delete waiting.during
    await bob.create({ title: 'Bus', reminders: [{ at: early(1_000) }] })
    clock.now = new Date(early(1_000))
    await firer.ring(`due-${Date.parse(early(1_000))}`)
    expect(bob.fired()).toEqual([`Bus ${early(1_000)}`])
    expect(ana.fired()).toEqual([])
  }
  await until(at('23:00'))
  expect(ana.fired()).toEqual([`Tea ${at('07:00')}`])
})

test('a process that is killed while it waits loses and doubles nothing: the alarm rings again in another one', async () => {
  const { next, set, ana, replica, waiting, clock, until, firer } = await withReminder()
  const [[name, ringsAt] = ['', new Date()]] = [...set]
  clock.now = ringsAt
  waiting.during = () => Promise.reject(new Error('The process was killed.'))
  await expect(firer.ring(name)).rejects.toThrow('killed')
  delete waiting.during
  const other = await replica()
  clock.now = new Date(clock.now.getTime() + 1_000)
  await other.firer.ring(name)
  expect(ana.fired()).toEqual([`Tea ${at('07:00')}`])
  // The first process was only cut off: its request goes on.
  await firer.ring(name)
  await until(at('23:00'))
  expect(ana.fired()).toEqual([`Tea ${at('07:00')}`])
  expect(next()).toBeUndefined()
})

test('if the broker refuses the event that wakes notifier, the reminder still fires at its moment', async () => {
  const { until, ana, broker, waiting, outbox } = await withReminder()
  broker.away = true
  waiting.during = async () => {
    broker.away = false
  }
  await until(at('23:00'))
  await outbox.sweep()
  expect(ana.fired()).toEqual([`Tea ${at('07:00')}`])
})

test('a broker that does not answer does not hold up the moment', async () => {
  const { sql, ana, set, clock, waitUntil } = await withReminder()
  const [[, ringsAt] = ['', new Date()]] = [...set]
  clock.now = ringsAt
  let asked = 0
  const publish = () => {
    asked++
    return new Promise<void>(() => {})
  }
  const deps = {
    sql,
    publisher: { publish },
    mostLeadMs,
    began: clock.now,
    now: () => clock.now,
    until: waitUntil,
    log: createLog('test', 'silent'),
  }
  await waitForMoment(deps, new Date(at('07:00')))
  expect(asked).toBe(1)
  expect(clock.now.toISOString()).toBe(at('07:00'))
  expect(ana.fired()).toEqual([])
})

test('a start that took longer makes the next alarm ring earlier at once; faster ones bring it back little by little', async () => {
  const { sql, ana, next, until } = await withReminder()
  const took = (name: string, ms: number) => {
    const wokenAt = new Date(at('01:00'))
    return noteStart(sql, { name, wokenAt, now: new Date(wokenAt.getTime() + ms), began: wokenAt })
  }
  await took('notifier', 1_000)
  await took('reminder-firer', 2_000)
  expect(await startMs(sql, ['reminder-firer', 'notifier'])).toBe(3_000)
  await took('reminder-firer', 5_000)
  await until(at('08:00'))
  await ana.create({ reminders: [{ at: at('09:00') }] })
  expect(next()).toBe(early(6_300, at('09:00')))
  for (let i = 0; i < 40; i++) await took('reminder-firer', 800)
  expect(await startMs(sql, ['reminder-firer'])).toBeLessThan(900)
  await took('reminder-firer', 30_000)
  await until(at('10:00'))
  await ana.create({ reminders: [{ at: at('11:00') }] })
  expect(next()).toBe(early(mostLeadMs, at('11:00')))
})

test('neither a process that ran already nor an outage counts as a start', async () => {
  const { sql } = await withReminder()
  const wokenAt = new Date(at('01:00'))
  const note = (began: string, now: string) =>
    noteStart(sql, { name: 'reminder-firer', wokenAt, began: new Date(began), now: new Date(now) })
  await note('2026-11-21T00:59:59.999Z', '2026-11-21T01:00:02.000Z')
  await note('2026-11-21T01:04:00.000Z', '2026-11-21T01:05:00.000Z')
  expect(await startMs(sql, ['reminder-firer'])).toBe(1_500)
})

test('the door of jobs answers only after the reminder has fired', async () => {
  const { app, set, ana, clock } = await withReminder()
  const [[name, ringsAt] = ['', new Date()]] = [...set]
  clock.now = ringsAt
  const { status } = await app.request(`/job/${name}`, { method: 'POST', headers: { 'dapr-api-token': jobToken } })
  expect(status).toBe(204)
  expect(ana.fired()).toEqual([`Tea ${at('07:00')}`])
})

test('waiting for a moment never ends before it, also where a timer is early', async () => {
  const moment = new Date(Date.now() + 30)
  let asked = 0
  // Each second question is answered by a clock that is behind.
  const now = () => new Date(Date.now() - (asked++ % 2 ? 10 : 0))
  await waitUntil(moment, now)
  expect(Date.now()).toBeGreaterThanOrEqual(moment.getTime())
})
