import { expect, test } from 'vitest'
import { readRule, writeRule } from './rule-form.ts'

/** The fourth Tuesday of its month. */
const start = '2026-11-24'

test.each([
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270131',
  'FREQ=MONTHLY;BYMONTHDAY=24;COUNT=5',
  'FREQ=MONTHLY;BYMONTHDAY=-1',
  'FREQ=MONTHLY;BYDAY=4TU',
  'FREQ=YEARLY',
])('the form of %s writes the same rule', rule => {
  const form = readRule(rule, start)
  expect(form && writeRule(form, start)).toBe(rule)
})

test.each([
  'FREQ=DAILY;BYMONTH=1',
  'FREQ=MONTHLY;BYMONTHDAY=1,15',
  'FREQ=MONTHLY;BYDAY=2MO',
  'FREQ=MONTHLY;BYMONTHDAY=3',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1',
])('%s exceeds the form and stays text', rule => {
  expect(readRule(rule, start)).toBeNull()
})

test('the fifth weekday of a month means its last, since most months have no fifth', () => {
  const form = { freq: 'MONTHLY', interval: 1, weekdays: [], month: 'nth', end: { kind: 'never' } } as const
  expect(writeRule(form, '2026-11-30')).toBe('FREQ=MONTHLY;BYDAY=-1MO')
})
