import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterQuietHours } from './quiet-hours.ts'
import { localAt } from './zone.ts'

const after = (at: string, from: string, to: string, zone: string) =>
  afterQuietHours(new Date(at), { from, to }, zone).toISOString()

describe('a reminder within quiet hours comes at their end', () => {
  test.each([
    ['before they begin', '2026-11-21T21:59:59.999Z', '22:00', '07:00', 'UTC', '2026-11-21T21:59:59.999Z'],
    ['when they begin', '2026-11-21T22:00:00.000Z', '22:00', '07:00', 'UTC', '2026-11-22T07:00:00.000Z'],
    ['after midnight', '2026-11-22T06:59:59.999Z', '22:00', '07:00', 'UTC', '2026-11-22T07:00:00.000Z'],
    ['when they end', '2026-11-22T07:00:00.000Z', '22:00', '07:00', 'UTC', '2026-11-22T07:00:00.000Z'],
    ['at noon', '2026-11-22T12:30:00.000Z', '12:00', '14:00', 'UTC', '2026-11-22T14:00:00.000Z'],
    [
      'in the zone of the person',
      '2026-11-21T17:30:00.000Z',
      '22:00',
      '07:00',
      'Asia/Karachi',
      '2026-11-22T02:00:00.000Z',
    ],
    // Clocks go back at 02:00 to 01:00: the night is an hour longer, and quiet hours that end at 01:30 end at the first.
    [
      'over the longer night',
      '2026-11-01T03:00:00.000Z',
      '22:00',
      '07:00',
      'America/New_York',
      '2026-11-01T12:00:00.000Z',
    ],
    [
      'in the hour that comes again',
      '2026-11-01T06:10:00.000Z',
      '22:00',
      '01:30',
      'America/New_York',
      '2026-11-01T06:10:00.000Z',
    ],
    [
      'over the shorter night',
      '2026-03-08T05:00:00.000Z',
      '22:00',
      '07:00',
      'America/New_York',
      '2026-03-08T11:00:00.000Z',
    ],
    [
      'until a time that is skipped',
      '2026-03-08T06:00:00.000Z',
      '22:00',
      '02:30',
      'America/New_York',
      '2026-03-08T07:30:00.000Z',
    ],
    [
      'over London’s longer night',
      '2026-10-24T22:00:00.000Z',
      '22:00',
      '07:00',
      'Europe/London',
      '2026-10-25T07:00:00.000Z',
    ],
    [
      'over London’s shorter night',
      '2026-03-28T23:00:00.000Z',
      '22:00',
      '07:00',
      'Europe/London',
      '2026-03-29T06:00:00.000Z',
    ],
    [
      'over half an hour less on Lord Howe',
      '2026-10-03T12:00:00.000Z',
      '22:00',
      '07:00',
      'Australia/Lord_Howe',
      '2026-10-03T20:00:00.000Z',
    ],
    [
      'over half an hour more on Lord Howe',
      '2026-04-04T12:00:00.000Z',
      '22:00',
      '07:00',
      'Australia/Lord_Howe',
      '2026-04-04T20:30:00.000Z',
    ],
  ])('%s', (_, at, from, to, zone, expected) => {
    expect(after(at, from, to, zone)).toBe(expected)
  })
})

test('with any quiet hours, a reminder comes within two days, never early, and never within the quiet hours', () => {
  const time = fc
    .integer({ min: 0, max: 24 * 60 - 1 })
    .map(m => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`)
  const zone = fc.constantFrom(
    'America/New_York',
    'Europe/London',
    'Australia/Lord_Howe',
    'Asia/Karachi',
    'America/St_Johns',
  )
  const at = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(at, time, time, zone, (at, from, to, zone) => {
      fc.pre(from !== to)
      const comes = afterQuietHours(at, { from, to }, zone)
      expect(comes.getTime()).toBeGreaterThanOrEqual(at.getTime())
      expect(comes.getTime() - at.getTime()).toBeLessThan(48 * 3_600_000)
      expect(afterQuietHours(comes, { from, to }, zone)).toEqual(comes)
      // On days without a change of clocks, the local time gives the same answer.
      const quiet = (t: string) => (from < to ? from <= t && t < to : t >= from || t < to)
      const { time } = localAt(at, zone)
      if (zone === 'Asia/Karachi') expect(comes > at).toBe(quiet(time))
    }),
    { numRuns: 500 },
  )
})
