import rrule from 'rrule'
import { expect, test, vi } from 'vitest'
import { occurrences } from './occurrences.ts'
import { ruleOf, ruleText } from './rule-text.ts'

const { RRule } = rrule
const zone = 'UTC'

function alone(rule: string, start: string, count: number): string[] {
  const found: string[] = []
  const options = { ...RRule.parseString(rule), dtstart: new Date(`${start}:00Z`) }
  new RRule(options, true).all(date => found.push(date.toISOString().slice(0, 16)) < count)
  return found
}

function ours(text: string, start: string, count: number): string[] {
  const rule = ruleOf(ruleText(text))
  const [date = '', time = ''] = start.split('T')
  const found: string[] = []
  for (const one of occurrences(rule, { date, time, zone })) {
    found.push(`${one.date}T${one.time}`)
    if (found.length === count) break
  }
  return found
}

interface Case {
  what: string
  rule: string
  start: string
  alone: string[]
  ours: string[]
}

/** Where rrule 2.8.1 alone is wrong. When one of these fails because rrule became right, our correction can go. */
const cases: Case[] = [
  {
    what: 'times of a day come in the order of the rule, so that COUNT takes the wrong ones',
    rule: 'FREQ=DAILY;BYHOUR=17,9;COUNT=3',
    start: '2026-11-23T12:00',
    alone: ['2026-11-23T17:00', '2026-11-24T17:00', '2026-11-24T09:00'],
    ours: ['2026-11-23T17:00', '2026-11-24T09:00', '2026-11-24T17:00'],
  },
  {
    what: 'a weekday and a numbered weekday must match the same day',
    rule: 'FREQ=MONTHLY;BYDAY=MO,TU,-1TU',
    start: '2026-11-01T09:00',
    alone: ['2026-11-24T09:00', '2026-12-29T09:00'],
    ours: ['2026-11-02T09:00', '2026-11-03T09:00', '2026-11-09T09:00'],
  },
  {
    what: 'a week number alone matches every day of that week instead of the weekday of the start',
    rule: 'FREQ=YEARLY;BYWEEKNO=20',
    start: '2026-05-13T09:00',
    alone: ['2026-05-13T09:00', '2026-05-14T09:00', '2026-05-15T09:00'],
    ours: ['2026-05-13T09:00', '2027-05-19T09:00', '2028-05-17T09:00'],
  },
  {
    what: 'a week counted from the end of the year loses its days in the year before',
    rule: 'FREQ=YEARLY;BYWEEKNO=-52;BYDAY=MO',
    start: '2024-01-01T09:00',
    alone: ['2024-01-01T09:00', '2026-01-05T09:00'],
    ours: ['2024-01-01T09:00', '2024-12-30T09:00'],
  },
  {
    what: 'the first days of a year are in week 53 of a year that has 52 weeks',
    rule: 'FREQ=YEARLY;BYWEEKNO=52;BYDAY=SA',
    start: '2021-12-01T09:00',
    alone: ['2022-12-31T09:00', '2023-12-30T09:00'],
    ours: ['2022-01-01T09:00', '2022-12-31T09:00'],
  },
  {
    what: 'BYSETPOS counts from the start instead of from the beginning of its week',
    rule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1',
    start: '2026-11-24T09:00',
    alone: ['2026-11-25T09:00', '2026-11-30T09:00'],
    ours: ['2026-11-30T09:00', '2026-12-07T09:00'],
  },
  {
    what: 'two positions with the same date are two occurrences',
    rule: 'FREQ=MONTHLY;BYMONTHDAY=15;BYSETPOS=1,-1;COUNT=2',
    start: '2026-11-01T09:00',
    alone: ['2026-11-15T09:00', '2026-11-15T09:00'],
    ours: ['2026-11-15T09:00', '2026-12-15T09:00'],
  },
  {
    what: 'a position before the first chooses the first',
    rule: 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-5',
    start: '2026-10-01T09:00',
    alone: ['2026-10-05T09:00', '2026-11-02T09:00'],
    ours: ['2026-11-02T09:00', '2027-03-01T09:00'],
  },
]

test.each(cases)('rrule alone is wrong: $what', ({ rule, start, alone: wrong, ours: right }) => {
  expect(alone(rule, start, wrong.length)).toEqual(wrong)
  expect(ours(rule, start, right.length)).toEqual(right)
})

test('rrule alone, with a zone, is right only in a process that runs in UTC', () => {
  const dtstart = new Date('2026-07-01T09:00:00Z')
  const [first] = new RRule({ freq: RRule.DAILY, dtstart, tzid: 'America/New_York', count: 1 }, true).all()
  expect(first?.toISOString() === '2026-07-01T13:00:00.000Z').toBe(process.env.TZ === 'UTC')
})

test('rrule alone checks UNTIL only after it has found a date, and searches until the year 9999', () => {
  const steps = vi.spyOn(Date, 'UTC')
  alone('FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=30;UNTIL=20271231T000000Z', '2026-11-23T09:00', 1)
  expect(steps.mock.calls.at(-1)?.[0]).toBe(9926)
  steps.mockRestore()
})
