import { describe, expect, test } from 'vitest'
import type { Due } from './due.ts'
import type { Reminder } from './reminder.ts'
import { momentsOf } from './reminder-moments.ts'

const habits = { morning: '09:00' }
const moments = (reminder: Reminder, due: Due | null, more: object = {}) =>
  momentsOf(reminder, due, { ...habits, ...more }).map(({ at }) => at.toISOString())

describe('a reminder before the due moment, in nights with a change of clocks', () => {
  test.each([
    // [zone, date, time, before, instant]
    ['America/New_York', '2026-03-08', '02:30', 'PT0M', '2026-03-08T07:30:00.000Z'],
    ['America/New_York', '2026-03-08', '09:00', 'P1D', '2026-03-07T14:00:00.000Z'],
    ['America/New_York', '2026-03-08', '09:00', 'PT24H', '2026-03-07T13:00:00.000Z'],
    ['America/New_York', '2026-11-01', '01:30', 'PT0M', '2026-11-01T05:30:00.000Z'],
    ['America/New_York', '2026-11-01', '09:00', 'P1DT1H', '2026-10-31T12:00:00.000Z'],
    ['Europe/London', '2026-03-29', '01:30', 'PT30M', '2026-03-29T01:00:00.000Z'],
    ['Europe/London', '2026-03-29', '09:00', 'P1W', '2026-03-22T09:00:00.000Z'],
    ['Europe/London', '2026-10-25', '01:30', 'PT30M', '2026-10-25T00:00:00.000Z'],
    ['Europe/London', '2026-10-25', '09:00', 'P1D', '2026-10-24T08:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', 'PT0M', '2026-10-03T15:45:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04', '09:00', 'P1D', '2026-10-02T22:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', 'PT0M', '2026-04-04T14:45:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05', '09:00', 'P1D', '2026-04-03T22:00:00.000Z'],
  ])('%s %s %s, %s before, is %s', (zone, date, time, before, expected) => {
    expect(moments({ before }, { date, time, zone })).toEqual([expected])
  })
})

describe('a reminder of a date without a time', () => {
  const due = { date: '2026-03-08', zone: 'Asia/Karachi' }
  test('comes in the morning in the zone of the person, also on a day with a change of clocks', () => {
    expect(moments({ before: 'PT0M' }, due, { zone: 'America/New_York' })).toEqual(['2026-03-08T13:00:00.000Z'])
    expect(moments({ before: 'P1D' }, due, { zone: 'America/New_York' })).toEqual(['2026-03-07T14:00:00.000Z'])
    expect(moments({ before: 'PT0M' }, due, { zone: 'America/New_York', morning: '02:30' })).toEqual([
      '2026-03-08T07:30:00.000Z',
    ])
  })

  test('uses the zone of the task while the person has chosen none', () => {
    expect(moments({ before: 'PT0M' }, due)).toEqual(['2026-03-08T04:00:00.000Z'])
  })
})

describe('the moments of a reminder', () => {
  const at = '2026-11-21T09:00:00.000Z'
  test.each<[string, Reminder, Due | null, string[]]>([
    ['at a fixed moment need no due date', { at }, null, [at]],
    ['before a due date do not exist without a due date', { before: 'PT5M' }, null, []],
    [
      'after a snooze are the snoozed moment alone',
      { at, snoozedUntil: '2026-11-21T10:00:00.000Z' },
      null,
      ['2026-11-21T10:00:00.000Z'],
    ],
    [
      'whose own moment is after the snooze are both',
      { at, snoozedUntil: '2026-11-21T08:00:00.000Z' },
      null,
      ['2026-11-21T08:00:00.000Z', at],
    ],
  ])('%s', (_, reminder, due, expected) => {
    expect(moments(reminder, due)).toEqual(expected)
  })

  test('keep their keys while the person travels', () => {
    const due = { date: '2026-11-21', zone: 'Asia/Karachi' }
    const keys = ['Europe/London', 'America/New_York'].map(
      zone => momentsOf({ before: 'P1D' }, due, { zone, morning: '08:00' })[0]?.key,
    )
    expect(keys[0]).toBe(keys[1])
  })
})
