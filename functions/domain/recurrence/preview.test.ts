import * as v from 'valibot'
import { expect, test } from 'vitest'
import { invalidRequest } from '../../kit/core/problems.ts'
import { PreviewRequest, previewOccurrences } from './preview.ts'
import { ruleText } from './rule-text.ts'

const newYork = 'America/New_York'

test('a preview has dates, times and instants', () => {
  const start = { date: '2026-11-23', time: '09:00', zone: newYork }
  expect(previewOccurrences({ rule: ruleText('FREQ=WEEKLY;BYDAY=MO,TH'), start, count: 2 })).toMatchObject({
    items: [
      { date: '2026-11-23', time: '09:00', at: '2026-11-23T14:00:00.000Z' },
      { date: '2026-11-26', time: '09:00', at: '2026-11-26T14:00:00.000Z' },
    ],
  })
})

test('a preview has the rule in words of both languages, with the weekday that the rule takes from its start', () => {
  const start = { date: '2026-11-26', time: '09:00', zone: newYork }
  expect(previewOccurrences({ rule: ruleText('FREQ=WEEKLY'), start })).toMatchObject({
    words: { en: 'every Thursday', ur: 'ہر جمعرات کو' },
  })
})

test('a date without a time has the first instant of that date in its zone', () => {
  const start = { date: '2026-04-24', zone: 'Africa/Cairo' }
  expect(previewOccurrences({ rule: ruleText('FREQ=DAILY'), start, count: 1 })).toMatchObject({
    items: [{ date: '2026-04-24', at: '2026-04-23T22:00:00.000Z' }],
  })
})

test('only skipped and repeated times are marked', () => {
  const spring = { date: '2027-03-13', time: '02:30', zone: newYork }
  expect(previewOccurrences({ rule: ruleText('FREQ=DAILY'), start: spring, count: 3 })).toMatchObject({
    items: [
      { date: '2027-03-13', time: '02:30', at: '2027-03-13T07:30:00.000Z' },
      { date: '2027-03-14', time: '02:30', at: '2027-03-14T07:30:00.000Z', clocks: 'skipped' },
      { date: '2027-03-15', time: '02:30', at: '2027-03-15T06:30:00.000Z' },
    ],
  })
  const autumn = { date: '2026-11-01', time: '01:30', zone: newYork }
  const preview = previewOccurrences({ rule: ruleText('FREQ=DAILY'), start: autumn, count: 2 })
  expect('items' in preview && preview.items.map(item => item.clocks)).toEqual(['repeated', undefined])
})

test('when clocks go forward, two times with the same instant come once, and all come in the order of their instants', () => {
  const start = { date: '2027-03-14', time: '02:30', zone: newYork }
  const preview = previewOccurrences({ rule: ruleText('FREQ=DAILY;BYHOUR=2,3;BYMINUTE=15,30,45'), start, count: 5 })
  expect('items' in preview && preview.items.map(({ date, time, at }) => `${date} ${time} ${at}`)).toEqual([
    '2027-03-14 03:15 2027-03-14T07:15:00.000Z',
    '2027-03-14 03:30 2027-03-14T07:30:00.000Z',
    '2027-03-14 03:45 2027-03-14T07:45:00.000Z',
    '2027-03-15 02:15 2027-03-15T06:15:00.000Z',
    '2027-03-15 02:30 2027-03-15T06:30:00.000Z',
  ])
})

test('a date that the zone skipped and the date after it come once', () => {
  const start = { date: '2011-12-29', zone: 'Pacific/Apia' }
  const preview = previewOccurrences({ rule: ruleText('FREQ=DAILY'), start, count: 3 })
  expect('items' in preview && preview.items.map(item => item.date)).toEqual(['2011-12-29', '2011-12-31', '2012-01-01'])
})

test('with `after`, a preview starts with the next occurrence after that instant', () => {
  const start = { date: '2026-11-23', time: '09:00', zone: newYork }
  const preview = previewOccurrences({
    rule: ruleText('FREQ=DAILY'),
    start,
    after: '2026-11-25T14:00:00.000Z',
    count: 1,
  })
  expect(preview).toMatchObject({ items: [{ date: '2026-11-26' }] })
})

test('a preview leaves out a start that the rule does not match', () => {
  const start = { date: '2026-11-23', zone: newYork }
  expect(previewOccurrences({ rule: ruleText('FREQ=WEEKLY;BYDAY=FR'), start, count: 1 })).toMatchObject({
    items: [{ date: '2026-11-27' }],
  })
})

test('a preview ends with the thousandth occurrence', () => {
  const start = { date: '2026-11-23', zone: newYork }
  const preview = previewOccurrences({
    rule: ruleText('FREQ=DAILY'),
    start,
    after: '2029-08-16T12:00:00.000Z',
    count: 100,
  })
  expect('items' in preview && preview.items.map(item => item.date)).toEqual(['2029-08-17', '2029-08-18'])
})

test('a rule without an occurrence from this start is refused, with a sentence for people', () => {
  const start = { date: '2026-01-30', zone: newYork }
  expect(previewOccurrences({ rule: ruleText('FREQ=MONTHLY;BYMONTH=2'), start })).toEqual({
    refused: invalidRequest,
    detail: 'This rule never comes after 2026-01-30.',
    errors: [{ path: 'rule', message: 'This rule never comes after 2026-01-30.' }],
  })
})

test.each([
  [{ rule: 'FREQ=DAILY', start: { date: '2026-02-30', zone: newYork } }],
  [{ rule: 'FREQ=DAILY', start: { date: '2026-02-20', zone: 'Mars/Olympus' } }],
  [{ rule: 'FREQ=SECONDLY', start: { date: '2026-02-20', zone: newYork } }],
  [{ rule: 'FREQ=DAILY', start: { date: '2026-02-20', zone: newYork }, count: 0 }],
  [{ rule: 'FREQ=DAILY', start: { date: '2026-02-20', zone: newYork }, count: 101 }],
  [{ rule: 'FREQ=DAILY', start: { date: '2026-02-20', zone: newYork }, after: 'yesterday' }],
  [{ rule: 'FREQ=DAILY', start: { date: '2026-02-20', zone: newYork }, before: '2027-01-01T00:00:00.000Z' }],
  [{ rule: 'FREQ=DAILY' }],
])('%j is not a valid request', request => {
  expect(v.is(PreviewRequest, request)).toBe(false)
})
