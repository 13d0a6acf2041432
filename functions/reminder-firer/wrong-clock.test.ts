import { expect, test } from 'vitest'
import { at, due, reminderFirer } from './testing/reminder-firer.ts'

const task = { due, reminders: [{ before: 'PT0M' }] }

test('a clock that was ten minutes ahead fires early, once: after its correction the reminder does not come again', async () => {
  const { person, until, firer, clock } = await reminderFirer(at('01:00'))
  const ana = person()
  await ana.create(task)
  await until(at('06:50'))
  clock.now = new Date(at('07:00'))
  await firer.run()
  expect(ana.fired()).toEqual([`Tea ${at('07:00')}`])

  clock.now = new Date(at('06:50'))
  await firer.run()
  await until(at('23:00'))
  expect(ana.fired()).toEqual([`Tea ${at('07:00')}`])
})

test('a clock that is ten minutes behind keeps the reminder, which fires late once the clock is right', async () => {
  const { person, until, firer, set, clock } = await reminderFirer(at('01:00'))
  const ana = person()
  await ana.create(task)
  const [name = ''] = [...set.keys()]
  set.clear()
  // The scheduler rings at seven; here it is ten to seven.
  clock.now = new Date(at('06:50'))
  await firer.ring(name)
  expect(ana.fired()).toEqual([])
  expect([...set.keys()]).toEqual([name])

  clock.now = new Date(at('07:10'))
  await firer.sweep()
  expect(ana.fired()).toEqual([`Tea ${at('07:10')}`])
  expect(ana.due()[0]).toMatchObject({ late: true })
  await until(at('23:00'))
  expect(ana.fired()).toHaveLength(1)
})
