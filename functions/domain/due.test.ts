import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { Due, dueAt, isDueWithin, isOverdue } from './due.ts'
import { LocalDate, LocalTime } from './local-date.ts'
import { dayRange, weekRange } from './zone.ts'

test.each([
  ['2026-11-21', true],
  ['2028-02-29', true],
  ['1900-01-01', true],
  ['2199-12-31', true],
  ['2026-02-30', false],
  ['2027-02-29', false],
  ['1900-02-29', false],
  ['2026-04-31', false],
  ['1899-12-31', false],
  ['2200-01-01', false],
  ['2026-13-01', false],
  ['2026-1-1', false],
  ['+002026-11-21', false],
  ['2026-11-21T00:00', false],
  ['2026-11-21\n', false],
  ['', false],
])('%j is a date of the calendar: %s', (date, expected) => {
  expect(v.is(LocalDate, date)).toBe(expected)
})

test.each([
  ['00:00', true],
  ['23:59', true],
  ['24:00', false],
  ['9:30', false],
  ['09:60', false],
  ['09:30:00', false],
  ['٠٩:٣٠', false],
])('%j is a time of the day: %s', (time, expected) => {
  expect(v.is(LocalTime, time)).toBe(expected)
})

test('a due date needs a date and a zone, and its time is optional', () => {
  expect(v.is(Due, { date: '2026-11-21', zone: 'Asia/Karachi' })).toBe(true)
  expect(v.is(Due, { date: '2026-11-21', time: '09:30', zone: 'Asia/Karachi' })).toBe(true)
  expect(v.is(Due, { date: '2026-11-21' })).toBe(false)
  expect(v.is(Due, { time: '09:30', zone: 'Asia/Karachi' })).toBe(false)
  expect(v.is(Due, { date: '2026-11-21', time: null, zone: 'Asia/Karachi' })).toBe(false)
  expect(v.is(Due, { date: '2026-11-21', zone: 'Asia/Karachi', until: '2027' })).toBe(false)
})

test('the JSON Schema of a due date has the patterns of date, time and zone', () => {
  expect(toJsonSchema(Due, { errorMode: 'ignore' })).toMatchObject({
    type: 'object',
    required: ['date', 'zone'],
    additionalProperties: false,
    properties: {
      date: { type: 'string', format: 'date', pattern: '^(?:19|20|21)\\d\\d-' },
      time: { type: 'string', pattern: '^(?:[01]\\d|2[0-3]):[0-5]\\d$' },
      zone: { type: 'string', maxLength: 64, pattern: '^[A-Za-z][A-Za-z0-9_+\\-/]*$' },
    },
  })
})

test('only a due date with a time has an instant', () => {
  expect(dueAt({ date: '2026-11-21', zone: 'Asia/Karachi' })).toBeUndefined()
  expect(dueAt({ date: '2026-11-21', time: '09:30', zone: 'Asia/Karachi' })).toBe('2026-11-21T04:30:00.000Z')
  expect(dueAt({ date: '2026-03-08', time: '02:30', zone: 'America/New_York' })).toBe('2026-03-08T07:30:00.000Z')
})

test('a date is overdue after its day in the zone of the user, a time after its instant', () => {
  const karachi = 'Asia/Karachi'
  const date = { date: '2026-11-21', zone: karachi }
  expect(isOverdue(date, new Date('2026-11-21T18:59:59Z'), karachi)).toBe(false)
  expect(isOverdue(date, new Date('2026-11-21T19:00:00Z'), karachi)).toBe(true)
  expect(isOverdue(date, new Date('2026-11-21T19:00:00Z'), 'America/New_York')).toBe(false)

  const time = { ...date, time: '09:30' }
  expect(isOverdue(time, new Date('2026-11-21T04:30:00Z'), karachi)).toBe(false)
  expect(isOverdue(time, new Date('2026-11-21T04:30:01Z'), 'America/New_York')).toBe(true)
})

test('a task with a time in another zone falls on the day that this instant is in the zone of the user', () => {
  const today = dayRange(new Date('2026-11-21T12:00:00Z'), 'Asia/Karachi')
  expect(isDueWithin({ date: '2026-11-21', time: '13:59', zone: 'America/New_York' }, today)).toBe(true)
  expect(isDueWithin({ date: '2026-11-21', time: '14:00', zone: 'America/New_York' }, today)).toBe(false)
  expect(isDueWithin({ date: '2026-11-21', zone: 'America/New_York' }, today)).toBe(true)

  const week = weekRange(new Date('2026-11-21T12:00:00Z'), 'Asia/Karachi')
  expect(isDueWithin({ date: '2026-11-22', zone: 'Asia/Karachi' }, week)).toBe(true)
  expect(isDueWithin({ date: '2026-11-23', zone: 'Asia/Karachi' }, week)).toBe(false)
})
