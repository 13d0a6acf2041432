import { expect, test } from 'vitest'
import { countsOf, listOf } from './list-of.ts'
import type { ListPlace } from './place.ts'
import { someTask } from './testing/some-task.ts'

const due = (date: string, time: string, dueAt: string) => ({ due: { date, time, zone: 'UTC' }, dueAt })
const tasks = [
  someTask({ title: 'tonight in London', ...due('2026-11-25', '23:30', '2026-11-25T23:30:00.000Z') }),
  someTask({ title: 'this noon', ...due('2026-11-25', '12:00', '2026-11-25T12:00:00.000Z') }),
  someTask({ title: 'some time today', due: { date: '2026-11-25', zone: 'UTC' }, priority: 'P2' }),
  someTask({ title: 'first today', due: { date: '2026-11-25', zone: 'UTC' }, priority: 'P1' }),
  someTask({ title: 'in January', due: { date: '2027-01-01', zone: 'UTC' } }),
  someTask({ title: 'whenever' }),
]
const moment = { now: new Date('2026-11-25T13:00:00Z'), today: '2026-11-25' }
const list = (place: ListPlace, zone: string) =>
  listOf(place, tasks, [], { ...moment, zone }, new Set()).map(section => [
    section.key,
    section.tasks.map(task => task.title),
  ])

test("a due time belongs to its day on the person's calendar, in any zone of the process", () => {
  const dateless = ['first today', 'some time today']
  expect(list({ at: 'today' }, 'Europe/London')).toEqual([['today', ['this noon', 'tonight in London', ...dateless]]])
  expect(list({ at: 'today' }, 'Asia/Karachi')).toEqual([['today', ['this noon', ...dateless]]])
  expect(list({ at: 'upcoming' }, 'Asia/Karachi')).toEqual([
    ['2026-11-26', ['tonight in London']],
    ['later', ['in January']],
  ])
})

test('the count beside a list equals its number of tasks', () => {
  for (const zone of ['Europe/London', 'Asia/Karachi', 'America/Los_Angeles']) {
    const { today, overdue } = countsOf(tasks, { ...moment, zone })
    const shown = (at: 'today' | 'overdue') => list({ at }, zone).flatMap(([, titles]) => titles).length
    expect([today, overdue]).toEqual([shown('today'), shown('overdue')])
  }
})

test('“No date” and “Overdue” hold their tasks, and a screen without a list holds none', () => {
  expect(list({ at: 'no-date' }, 'UTC')).toEqual([['all', ['whenever']]])
  expect(list({ at: 'overdue' }, 'UTC')).toEqual([['all', ['this noon']]])
  expect(listOf({ at: 'settings' }, tasks, [], { ...moment, zone: 'UTC' }, new Set())).toEqual([])
})
