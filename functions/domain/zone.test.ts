import { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import {
  addDays,
  dayRange,
  instantOf,
  isZone,
  localAt,
  readClock,
  startOfDay,
  weekdayOf,
  weekRange,
  Zone,
} from './zone.ts'

test.each([
  ['Asia/Karachi', true],
  ['Asia/Calcutta', true],
  ['Asia/Kolkata', true],
  ['america/new_york', true],
  ['US/Pacific', true],
  ['UTC', true],
  ['EST', true],
  ['Etc/GMT+5', true],
  ['+05:00', false],
  ['-03', false],
  ['UTC+5', false],
  ['Z', false],
  ['BST', false],
  ['PST', false],
  ['SystemV/PST8', false],
  ['Mars/Olympus_Mons', false],
  ['Asia/Karachi ', false],
  ['Asia/Karachi\0', false],
  ['constructor', false],
  ['', false],
  ['A'.repeat(10_000), false],
  ['\u{1f552}'.repeat(20_000), false],
])('%j is a zone: %s', (name, expected) => {
  expect(isZone(name)).toBe(expected)
  expect(v.is(Zone, name)).toBe(expected)
})

test.each([
  ['New York, an ordinary day', '2026-11-21', '09:30', 'America/New_York', '2026-11-21T14:30:00.000Z'],
  ['New York, clocks go forward', '2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
  ['New York, an hour comes twice', '2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ['London, an hour comes twice', '2026-10-25', '01:30', 'Europe/London', '2026-10-25T00:30:00.000Z'],
  ['Lord Howe, half an hour is skipped', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
  ['Lord Howe, half an hour comes twice', '2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
  ['Samoa, a date that never was', '2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
])('a local time has exactly one instant: %s', (_, date, time, zone, expected) => {
  expect(instantOf(date, time, zone).toISOString()).toBe(expected)
})

test('a skipped time and a repeated time are marked', () => {
  expect(readClock('2026-03-08', '02:30', 'America/New_York').clocks).toBe('skipped')
  expect(readClock('2026-03-08', '03:00', 'America/New_York').clocks).toBeUndefined()
  expect(readClock('2026-11-01', '01:30', 'America/New_York').clocks).toBe('repeated')
  expect(readClock('2026-11-01', '02:00', 'America/New_York').clocks).toBeUndefined()
})

test.each([
  ['midnight', '2026-11-21', 'Asia/Karachi', '2026-11-20T19:00:00.000Z'],
  ['no midnight when clocks go forward then', '2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
  ['half past is the first moment of that day', '1919-03-31', 'America/Toronto', '1919-03-31T04:30:00.000Z'],
  ['a skipped date starts where the next one does', '2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ['the day after a skipped date', '2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
])('a day starts at the first instant of its date: %s', (_, date, zone, expected) => {
  expect(startOfDay(date, zone).toISOString()).toBe(expected)
})

test('today and this week depend on the zone and not on the process', () => {
  const instant = new Date('2026-11-22T20:00:00.000Z') // Sunday in London, Monday in Karachi.
  expect(dayRange(instant, 'Asia/Karachi')).toEqual({
    first: '2026-11-23',
    last: '2026-11-23',
    start: new Date('2026-11-22T19:00:00.000Z'),
    end: new Date('2026-11-23T19:00:00.000Z'),
  })
  expect(weekRange(instant, 'Europe/London')).toMatchObject({ first: '2026-11-16', last: '2026-11-22' })
  expect(weekRange(instant, 'Asia/Karachi')).toMatchObject({ first: '2026-11-23', last: '2026-11-29' })
  expect(weekRange(instant, 'Asia/Karachi', 7)).toMatchObject({ first: '2026-11-22', last: '2026-11-28' })
})

test('a day on which clocks go forward has 23 hours', () => {
  const { start, end } = dayRange(new Date('2026-03-08T12:00:00Z'), 'America/New_York')
  expect(end.getTime() - start.getTime()).toBe(23 * 3_600_000)
})

test('addDays counts days of the calendar', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
  expect(weekdayOf('2026-11-22')).toBe(7)
})

test('every zone agrees with Temporal around every change of its clocks from 2020 to 2030', () => {
  let changes = 0
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    for (const change of changesOf(zone)) {
      changes++
      for (const wall of around(change)) agree(wall, zone)
    }
  }
  expect(changes).toBeGreaterThan(2_000)
}, 60_000)

function* changesOf(zone: string) {
  const end = Temporal.Instant.from('2031-01-01T00:00Z').epochMilliseconds
  let at = Temporal.Instant.from('2020-01-01T00:00Z').toZonedDateTimeISO(zone).getTimeZoneTransition('next')
  while (at && at.epochMilliseconds < end) {
    yield at
    at = at.getTimeZoneTransition('next')
  }
}

/** Local times around a change: just before, just after, a minute on either side, within the gap, at both midnights. */
function around(change: Temporal.ZonedDateTime): Temporal.PlainDateTime[] {
  const after = change.toPlainDateTime()
  const before = change.subtract({ milliseconds: 1 }).toPlainDateTime().add({ milliseconds: 1 })
  return [before, after]
    .flatMap(edge => [-1, 0, 1, 15].map(minutes => edge.add({ minutes })))
    .concat(after.withPlainTime(), after.withPlainTime().add({ days: 1 }))
}

function agree(wall: Temporal.PlainDateTime, zone: string) {
  const date = wall.toPlainDate().toString()
  const time = wall.toPlainTime().toString({ smallestUnit: 'minute' })
  const expected = wall.toZonedDateTime(zone, { disambiguation: 'compatible' })
  const instant = instantOf(date, time, zone)
  const shown = localAt(instant, zone)
  const got = [instant.getTime(), `${shown.date}T${shown.time}`, startOfDay(date, zone).getTime()]
  const start = wall.toPlainDate().toZonedDateTime(zone).epochMilliseconds
  const wanted = [expected.epochMilliseconds, expected.toPlainDateTime().toString({ smallestUnit: 'minute' }), start]
  if (got.join() !== wanted.join()) expect({ zone, date, time, got }).toEqual({ zone, date, time, got: wanted })
}
