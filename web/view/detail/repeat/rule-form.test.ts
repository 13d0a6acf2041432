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
])('%s is shown as a form that says the same', rule => {
  const form = readRule(rule, start)
  expect(form && writeRule(form, start)).toBe(rule)
})

test.each([
  'FREQ=DAILY;BYMONTH=1',
  'FREQ=MONTHLY;BYMONTHDAY=1,15',
  'FREQ=MONTHLY;BYDAY=2MO',
  'FREQ=MONTHLY;BYMONTHDAY=3',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1',
])('%s is more than the form can say, and stays a rule', rule => {
  expect(readRule(rule, start)).toBeNull()
})

test('the fifth weekday of a month is its last: the fifth would skip most months', () => {
  const form = { freq: 'MONTHLY', interval: 1, weekdays: [], month: 'nth', end: { kind: 'never' } } as const
  expect(writeRule(form, '2026-11-30')).toBe('FREQ=MONTHLY;BYDAY=-1MO')
})
