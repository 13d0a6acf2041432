import * as v from 'valibot'
import { expect, test } from 'vitest'
import type { Due } from '../due.ts'
import { keptRule } from './from-start.ts'
import { RuleText, ruleText } from './rule-text.ts'
import { type Leaving, nextOccurrence, type Series } from './series.ts'

const newYork = 'America/New_York'
const monday: Due = { date: '2026-11-23', time: '09:00', zone: newYork }

const series = (rule: string, more: Partial<Series> = {}): Series => ({
  rule: ruleText(rule),
  from: 'due',
  start: monday,
  occurrence: 1,
  due: more.start ?? monday,
  ...more,
})
const done = (at: string): Leaving => ({ at: new Date(at) })
const skipped = (at: string): Leaving => ({ at: new Date(at), skipped: true })

test('a task that is done in time is followed by the next occurrence of its rule', () => {
  const next = nextOccurrence(series('FREQ=WEEKLY'), done('2026-11-23T13:00:00Z'))
  expect(next).toEqual({ due: { ...monday, date: '2026-11-30' }, occurrence: 2, missed: 0 })
})

test('a task that is done early is followed by the next occurrence, and not by its own date again', () => {
  const next = nextOccurrence(series('FREQ=DAILY', { occurrence: 3, due: { ...monday, date: '2026-11-25' } }), {
    at: new Date('2026-11-23T15:00:00Z'),
  })
  expect(next).toMatchObject({ due: { date: '2026-11-26' }, occurrence: 4, missed: 0 })
})

test('an overdue series goes on in the future and counts the missed occurrences', () => {
  const next = nextOccurrence(series('FREQ=DAILY'), done('2026-11-27T14:00:00.000Z')) // Exactly nine on the 27th.
  expect(next).toEqual({ due: { ...monday, date: '2026-11-28' }, occurrence: 6, missed: 4 })
})

test('a date without a time that was done today does not come back today', () => {
  const start = { date: '2026-11-23', zone: newYork }
  const late = done('2026-11-27T23:00:00-05:00')
  expect(nextOccurrence(series('FREQ=DAILY', { start }), late)).toEqual({
    due: { date: '2026-11-28', zone: newYork },
    occurrence: 6,
    missed: 3, // The 24th to the 26th: today's is not missed, it is done.
  })
})

test('after an overdue date without a time is skipped, the occurrence of today comes', () => {
  const start = { date: '2026-11-23', zone: newYork }
  const next = nextOccurrence(series('FREQ=DAILY', { start }), skipped('2026-11-27T23:00:00-05:00'))
  expect(next).toMatchObject({ due: { date: '2026-11-27' }, occurrence: 5, missed: 3 })
})

test('a skip moves a series on by one occurrence, also long before its date', () => {
  const next = nextOccurrence(series('FREQ=WEEKLY'), skipped('2026-11-01T12:00:00Z'))
  expect(next).toMatchObject({ due: { date: '2026-11-30' }, occurrence: 2 })
})

test('a postponed task is not followed by an occurrence before its new date', () => {
  const due = { ...monday, date: '2026-11-27' }
  const next = nextOccurrence(series('FREQ=DAILY', { due }), done('2026-11-24T12:00:00Z'))
  expect(next).toMatchObject({ due: { date: '2026-11-28' }, occurrence: 6, missed: 0 })
})

test('a task that was moved to an earlier date does not come again on its old date', () => {
  const due = { ...monday, date: '2026-11-20' }
  const next = nextOccurrence(series('FREQ=WEEKLY', { due }), done('2026-11-20T12:00:00Z'))
  expect(next).toMatchObject({ due: { date: '2026-11-30' }, occurrence: 2 })
})

test('COUNT counts from the start of the series, missed occurrences included', () => {
  const rule = 'FREQ=DAILY;COUNT=5'
  const fourth = { occurrence: 4, due: { ...monday, date: '2026-11-26' } }
  const fifth = { occurrence: 5, due: { ...monday, date: '2026-11-27' } }
  expect(nextOccurrence(series(rule, fourth), done('2026-11-26T12:00:00Z'))).toMatchObject({ occurrence: 5 })
  expect(nextOccurrence(series(rule, fifth), done('2026-11-27T12:00:00Z'))).toEqual({ ended: 'count', missed: 0 })
  expect(nextOccurrence(series(rule), done('2026-12-24T12:00:00Z'))).toEqual({ ended: 'count', missed: 4 })
})

test('UNTIL with Z is the last instant, and UNTIL with a date is the last date', () => {
  const late = { ...monday, time: '22:00' } // 03:00 of the next day in UTC.
  const at = done('2026-11-23T12:00:00Z')
  expect(nextOccurrence(series('FREQ=DAILY;UNTIL=20261125T030000Z', { start: late }), at)).toMatchObject({
    due: { date: '2026-11-24' },
  })
  expect(nextOccurrence(series('FREQ=DAILY;UNTIL=20261125T025959Z', { start: late }), at)).toEqual({
    ended: 'until',
    missed: 0,
  })
  const start = { date: '2026-11-23', zone: newYork }
  expect(nextOccurrence(series('FREQ=DAILY;UNTIL=20261124', { start }), at)).toMatchObject({
    due: { date: '2026-11-24' },
  })
  expect(nextOccurrence(series('FREQ=DAILY;UNTIL=20261123', { start }), at)).toEqual({ ended: 'until', missed: 0 })
})

test('UNTIL without Z is a local time in the zone of the start, and only a date when the start is a date', () => {
  const late = { ...monday, time: '22:00' }
  const at = done('2026-11-23T12:00:00Z')
  const next = (until: string, start: Due) => nextOccurrence(series(`FREQ=DAILY;UNTIL=${until}`, { start }), at)
  expect(next('20261124T220000', late)).toMatchObject({ due: { date: '2026-11-24' } })
  expect(next('20261124T215959', late)).toEqual({ ended: 'until', missed: 0 })
  const date = { date: '2026-11-23', zone: newYork }
  expect(next('20261124T000000', date)).toMatchObject({ due: { date: '2026-11-24' } })
  expect(next('20261123T235959', date)).toEqual({ ended: 'until', missed: 0 })
})

test.each([
  ['FREQ=DAILY;UNTIL=20261231T235930;BYHOUR=9', monday, 'FREQ=DAILY;UNTIL=20270101T045930Z;BYHOUR=9'],
  ['FREQ=DAILY;UNTIL=20261231T235900', { date: '2026-11-23', zone: newYork }, 'FREQ=DAILY;UNTIL=20261231'],
  ['FREQ=DAILY;UNTIL=21991231T235900', monday, 'FREQ=DAILY;UNTIL=21991231'],
  ['FREQ=DAILY;UNTIL=20261231T235900Z', { date: '2026-11-23', zone: newYork }, 'FREQ=DAILY;UNTIL=20261231T235900Z'],
  ['BYDAY=MO;FREQ=WEEKLY', monday, 'BYDAY=MO;FREQ=WEEKLY'],
] as [string, Due, string][])(
  'a task keeps %s with an end that does not depend on its start: %o',
  (rule, start, kept) => {
    expect(keptRule(ruleText(rule), start)).toBe(kept)
  },
)

test('a rule with room for the Z of its end is kept, and a longer one is refused', () => {
  const longest = `FREQ=DAILY;UNTIL=20261231T235900;BYDAY=+MO,+MO${',MO'.repeat(151)}`
  expect(longest).toHaveLength(499)
  expect(keptRule(ruleText(longest), monday)).toHaveLength(500)
  expect(v.is(RuleText, longest.replace(',MO', ',+MO'))).toBe(false)
})

test('a last date includes the times of that date in the zone of the series', () => {
  const late = { ...monday, time: '22:00' }
  const next = nextOccurrence(series('FREQ=DAILY;UNTIL=20261124', { start: late }), done('2026-11-23T12:00:00Z'))
  expect(next).toMatchObject({ due: { date: '2026-11-24', time: '22:00' } })
})

test('a series ends after its thousandth occurrence', () => {
  const before = { occurrence: 999, due: { ...monday, date: '2029-08-17' } }
  expect(nextOccurrence(series('FREQ=DAILY', before), done('2029-08-17T12:00:00Z'))).toMatchObject({
    due: { date: '2029-08-18' },
    occurrence: 1000,
  })
  const last = { occurrence: 1000, due: { ...monday, date: '2029-08-18' } }
  expect(nextOccurrence(series('FREQ=DAILY', last), done('2029-08-18T12:00:00Z'))).toMatchObject({ ended: 'cap' })
  expect(nextOccurrence(series('FREQ=DAILY', { ...last, from: 'completion' }), done('2029-08-18T12:00:00Z'))).toEqual({
    ended: 'cap',
    missed: 0,
  })
})

test('a start that the rule does not match is the first task, and all occurrences of the rule follow', () => {
  const rule = 'FREQ=WEEKLY;BYDAY=FR;COUNT=2'
  const first = nextOccurrence(series(rule), done('2026-11-23T15:00:00Z'))
  expect(first).toEqual({ due: { ...monday, date: '2026-11-27' }, occurrence: 2, missed: 0 })
  const second = nextOccurrence(
    series(rule, { occurrence: 2, due: { ...monday, date: '2026-11-27' } }),
    done('2026-11-27T15:00:00Z'),
  )
  expect(second).toMatchObject({ due: { date: '2026-12-04' }, occurrence: 3 })
  const third = nextOccurrence(
    series(rule, { occurrence: 3, due: { ...monday, date: '2026-12-04' } }),
    done('2026-12-04T15:00:00Z'),
  )
  expect(third).toEqual({ ended: 'count', missed: 0 })
})

test('a rule for the 31st skips short months, and a rule for the last day does not', () => {
  const start = { date: '2027-01-31', zone: newYork }
  const at = done('2027-01-31T12:00:00Z')
  expect(nextOccurrence(series('FREQ=MONTHLY', { start }), at)).toMatchObject({ due: { date: '2027-03-31' } })
  expect(nextOccurrence(series('FREQ=MONTHLY;BYMONTHDAY=-1', { start }), at)).toMatchObject({
    due: { date: '2027-02-28' },
  })
})

test('a yearly rule from 29 February comes in leap years only', () => {
  const start = { date: '2028-02-29', zone: newYork }
  expect(nextOccurrence(series('FREQ=YEARLY', { start }), done('2028-02-29T12:00:00Z'))).toMatchObject({
    due: { date: '2032-02-29' },
  })
})

test('after a day that skips the time of the series, the time stays the same', () => {
  const start = { date: '2027-03-13', time: '02:30', zone: newYork }
  const shifted = nextOccurrence(series('FREQ=DAILY', { start }), done('2027-03-13T12:00:00Z'))
  expect(shifted).toMatchObject({ due: { date: '2027-03-14', time: '02:30' } })
  const due = { ...start, date: '2027-03-14' }
  // 02:30 was 03:30 that day. Completed at 03:10, the occurrence is still ahead and must not come twice.
  const after = nextOccurrence(series('FREQ=DAILY', { start, occurrence: 2, due }), done('2027-03-14T07:10:00Z'))
  expect(after).toMatchObject({ due: { date: '2027-03-15', time: '02:30' }, missed: 0 })
})

test('from completion, the interval counts from the local date of completion, and the time of day stays', () => {
  const habit = series('FREQ=DAILY;INTERVAL=3', { from: 'completion', occurrence: 7 })
  // 02:30 on the 29th in UTC is still the 28th in New York.
  expect(nextOccurrence(habit, done('2026-11-29T02:30:00Z'))).toEqual({
    due: { ...monday, date: '2026-12-01' },
    occurrence: 8,
    missed: 0,
  })
})

test('from completion, a rule with a weekday waits for that weekday', () => {
  const habit = series('FREQ=WEEKLY;BYDAY=MO', { from: 'completion' })
  expect(nextOccurrence(habit, done('2026-11-25T12:00:00Z'))).toMatchObject({ due: { date: '2026-11-30' } })
  const fortnight = series('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', { from: 'completion' })
  expect(nextOccurrence(fortnight, done('2026-11-25T12:00:00Z'))).toMatchObject({ due: { date: '2026-12-07' } })
})

test('from completion, COUNT counts tasks and UNTIL is a limit', () => {
  const at = done('2026-11-25T12:00:00Z')
  const counted = (occurrence: number) => series('FREQ=DAILY;COUNT=3', { from: 'completion', occurrence })
  expect(nextOccurrence(counted(2), at)).toMatchObject({ occurrence: 3 })
  expect(nextOccurrence(counted(3), at)).toEqual({ ended: 'count', missed: 0 })
  expect(nextOccurrence(series('FREQ=WEEKLY;UNTIL=20261201', { from: 'completion' }), at)).toEqual({
    ended: 'until',
    missed: 0,
  })
})

test('from completion, a skip before the due date continues from that date', () => {
  const due = { ...monday, date: '2026-12-10' }
  const habit = series('FREQ=DAILY;INTERVAL=3', { from: 'completion', due })
  expect(nextOccurrence(habit, skipped('2026-11-25T12:00:00Z'))).toMatchObject({ due: { date: '2026-12-13' } })
  expect(nextOccurrence(habit, done('2026-11-25T12:00:00Z'))).toMatchObject({ due: { date: '2026-11-28' } })
})
