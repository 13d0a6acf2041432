import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { expect, test, vi } from 'vitest'
import { checkStart, parseRule, RepeatRule } from './parse-rule.ts'
import { formatRule, isRefusal, type Rule } from './rule.ts'
import { nextOccurrence } from './series.ts'

const refused: [text: string, code: string, inWords: RegExp][] = [
  ['', 'rule-malformed', /not a part such as FREQ=DAILY/],
  ['every day', 'rule-malformed', /one rule alone/],
  ['FREQ', 'rule-malformed', /«FREQ» is not a part/],
  ['FREQ=', 'rule-malformed', /«FREQ=» is not a part/],
  ['FREQ=DAILY;', 'rule-malformed', /not a part/],
  ['FREQ=DAILY;;COUNT=2', 'rule-malformed', /not a part/],
  ['FREQ=DAILY=WEEKLY', 'rule-malformed', /not a part/],
  ['INTERVAL=2', 'rule-malformed', /A rule says FREQ/],
  ['FREQ=FORTNIGHTLY', 'rule-malformed', /not «FORTNIGHTLY»/],
  ['FREQ=SECONDLY', 'rule-too-often', /daily at most/],
  ['FREQ=MINUTELY;INTERVAL=90', 'rule-too-often', /daily at most/],
  ['FREQ=HOURLY', 'rule-too-often', /daily at most/],
  ['FREQ=DAILY;INTERVAL=0', 'rule-malformed', /INTERVAL is a number from 1/],
  ['FREQ=DAILY;INTERVAL=-1', 'rule-malformed', /INTERVAL is a number from 1/],
  ['FREQ=DAILY;INTERVAL=1.5', 'rule-malformed', /INTERVAL is a number from 1/],
  ['FREQ=DAILY;INTERVAL=99999999999999999999', 'rule-malformed', /INTERVAL is a number from 1/],
  ['FREQ=DAILY;COUNT=0', 'rule-malformed', /COUNT is a number from 1/],
  ['FREQ=DAILY;COUNT=3;UNTIL=20261231', 'rule-contradiction', /COUNT or on UNTIL, not both/],
  ['FREQ=DAILY;COUNT=3;COUNT=4', 'rule-malformed', /COUNT may be given only once/],
  ['FREQ=DAILY;FREQ=WEEKLY', 'rule-malformed', /two rules/],
  ['FREQ=DAILY;BYEASTER=1', 'rule-malformed', /«BYEASTER» is no part/],
  ['FREQ=DAILY;CONSTRUCTOR=1', 'rule-malformed', /«CONSTRUCTOR» is no part/],
  ['FREQ=DAILY;__PROTO__=1', 'rule-malformed', /is no part/],
  ['FREQ=DAILY;BYDAY=', 'rule-malformed', /not a part/],
  ['FREQ=DAILY;BYDAY=XX', 'rule-malformed', /BYDAY takes weekdays/],
  ['FREQ=MONTHLY;BYDAY=0MO', 'rule-malformed', /BYDAY takes weekdays/],
  ['FREQ=MONTHLY;BYDAY=54MO', 'rule-malformed', /BYDAY takes weekdays/],
  ['FREQ=WEEKLY;BYDAY=2TU', 'rule-contradiction', /monthly or yearly rule can name a weekday/],
  ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO', 'rule-contradiction', /Beside week numbers/],
  ['FREQ=MONTHLY;BYWEEKNO=20', 'rule-contradiction', /yearly rule can name weeks/],
  ['FREQ=MONTHLY;BYYEARDAY=20', 'rule-contradiction', /yearly rule can name days of the year/],
  ['FREQ=WEEKLY;BYMONTHDAY=20', 'rule-contradiction', /weekly rule cannot name days of the month/],
  ['FREQ=MONTHLY;BYSETPOS=1', 'rule-contradiction', /BYSETPOS chooses among/],
  ['FREQ=MONTHLY;BYMONTHDAY=32', 'rule-malformed', /BYMONTHDAY takes numbers/],
  ['FREQ=MONTHLY;BYMONTHDAY=0', 'rule-malformed', /BYMONTHDAY takes numbers/],
  ['FREQ=YEARLY;BYMONTH=13', 'rule-malformed', /BYMONTH takes numbers/],
  ['FREQ=YEARLY;BYMONTH=-1', 'rule-malformed', /BYMONTH takes numbers/],
  ['FREQ=YEARLY;BYYEARDAY=367', 'rule-malformed', /BYYEARDAY takes numbers/],
  ['FREQ=YEARLY;BYWEEKNO=54', 'rule-malformed', /BYWEEKNO takes numbers/],
  ['FREQ=DAILY;BYHOUR=24', 'rule-malformed', /BYHOUR takes numbers/],
  ['FREQ=DAILY;BYMINUTE=60', 'rule-malformed', /BYMINUTE takes numbers/],
  ['FREQ=DAILY;BYSECOND=30', 'rule-malformed', /Times go to the minute/],
  ['FREQ=WEEKLY;WKST=XX', 'rule-malformed', /WKST is one of/],
  ['FREQ=DAILY;UNTIL=20260230', 'rule-malformed', /UNTIL is a date/],
  ['FREQ=DAILY;UNTIL=2026-12-31', 'rule-malformed', /UNTIL is a date/],
  ['FREQ=DAILY;UNTIL=20261231T170000', 'rule-malformed', /UNTIL is a date/],
  ['FREQ=DAILY;UNTIL=20261231T250000Z', 'rule-malformed', /UNTIL is a date/],
  ['DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY', 'rule-malformed', /start and single dates are no part/],
  ['FREQ=DAILY;DTSTART=20260101', 'rule-malformed', /start and single dates are no part/],
  ['RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY', 'rule-malformed', /one rule alone/],
  ['FREQ=DAILY\nFREQ=WEEKLY', 'rule-malformed', /one rule alone/],
  ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'rule-never', /never comes/],
  ['FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31', 'rule-never', /never comes/],
  ['FREQ=YEARLY;BYMONTH=1;BYYEARDAY=40', 'rule-never', /never comes/],
  ['FREQ=YEARLY;BYWEEKNO=30;BYMONTH=1', 'rule-never', /never comes/],
  ['FREQ=MONTHLY;BYDAY=6MO', 'rule-never', /never comes/],
  ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6', 'rule-never', /never comes/],
  ['FREQ=DAILY;BYHOUR=9;BYSETPOS=2', 'rule-never', /never comes/],
  [`FREQ=DAILY;BYDAY=${'MO,'.repeat(3_333)}`, 'rule-too-long', /500 characters; this one has/],
  ['A'.repeat(10_000), 'rule-too-long', /500 characters; this one has 10000/],
  ['\u{1f552}'.repeat(20_000), 'rule-too-long', /500 characters/],
  ['\u{1f552}'.repeat(100), 'rule-malformed', /not a part/],
  ['\u202eFREQ=DAILY\u202c', 'rule-malformed', /is no part/],
  ['FREQ=DAILY\0', 'rule-malformed', /not «DAILY\?»/],
]

test.each(refused)('%j is refused in words: %s', (text, code, inWords) => {
  const answer = parseRule(text)
  expect(isRefusal(answer) ? answer : 'accepted').toMatchObject({ code, message: expect.stringMatching(inWords) })
  expect(v.is(RepeatRule, text)).toBe(false)
})

test.each([
  'FREQ=DAILY',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;WKST=SU;COUNT=10',
  'FREQ=MONTHLY;BYMONTHDAY=-1',
  'FREQ=MONTHLY;BYDAY=MO,2TU,-1FR',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
  'FREQ=YEARLY;BYWEEKNO=-53',
  'FREQ=YEARLY;BYYEARDAY=-366',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  'FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0,30;UNTIL=20261231T170000Z',
  'FREQ=DAILY;UNTIL=19001231',
])('%s is read and written back as it was', text => {
  const rule = parseRule(text)
  expect(isRefusal(rule) ? rule : formatRule(rule)).toBe(text)
})

test('a rule is kept in capitals and without its property name', () => {
  expect(v.parse(RepeatRule, 'rrule:freq=weekly;byday=mo')).toBe('FREQ=WEEKLY;BYDAY=MO')
})

test('lists are read without order and doubles', () => {
  const rule = parseRule('FREQ=MONTHLY;BYMONTHDAY=15,+1,15,-1') as Rule
  expect(rule.byMonthDay).toEqual([-1, 1, 15])
})

test.each([
  ['FREQ=MONTHLY;BYMONTH=2', '2026-01-30', 'never comes'],
  ['FREQ=MONTHLY;INTERVAL=12;BYMONTH=3', '2026-01-10', 'never comes'],
  ['FREQ=DAILY;INTERVAL=7;BYDAY=MO', '2026-11-24', 'never comes'],
  ['FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29', '2026-01-01', 'never comes'],
  ['FREQ=DAILY;UNTIL=20261130', '2026-12-01', 'ends before it comes'],
])('%s never comes after a start of %s, and this is said', (text, date, words) => {
  const rule = parseRule(text) as Rule
  expect(checkStart(rule, { date, zone: 'UTC' })).toEqual({
    code: 'rule-never',
    message: expect.stringContaining(words),
  })
  expect(checkStart({ ...rule, interval: 1 }, { date: '2026-11-03', zone: 'UTC' })).toBeUndefined()
})

test('its JSON Schema says how long a rule may be and what it looks like', () => {
  expect(toJsonSchema(RepeatRule, { errorMode: 'ignore' })).toMatchObject({
    type: 'string',
    maxLength: 500,
    pattern: expect.stringContaining('[A-Za-z]+='),
  })
})

/** Accepted, and as hard as we could make them: rare, never from their start, or of very many moments. */
const hard = [
  'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO',
  'FREQ=DAILY;INTERVAL=7;BYDAY=MO',
  'FREQ=DAILY;INTERVAL=9999;BYMONTH=2;BYMONTHDAY=29',
  'FREQ=WEEKLY;INTERVAL=53;BYMONTH=2;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=7,-7',
  'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO,5TU,-1FR',
  'FREQ=YEARLY;BYWEEKNO=53,-53;BYMONTH=1;BYMONTHDAY=1;BYDAY=FR',
  'FREQ=YEARLY;BYYEARDAY=366,-366;BYDAY=53MO,-53MO',
  `FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=${upTo(24)};BYMINUTE=${upTo(60)};BYSETPOS=-366,366`,
  `FREQ=DAILY;INTERVAL=7;BYDAY=MO;BYHOUR=${upTo(24)};BYMINUTE=${upTo(60)}`,
]

function upTo(n: number): string {
  return Array.from({ length: n }, (_, i) => i).join()
}

test('no text is searched for long, accepted or refused', () => {
  const steps = vi.spyOn(Date, 'UTC') // Both rrule and the calendar beneath it ask this for every year they look at.
  const start = { date: '1900-01-02', time: '09:00', zone: 'America/New_York' }
  for (const rule of [...refused.map(([text]) => text), ...hard]) {
    steps.mockClear()
    nextOccurrence({ rule, from: 'due', start, occurrence: 1, due: start }, { at: new Date('2026-11-21T00:00:00Z') })
    expect(`${rule}: ${steps.mock.calls.length < 20_000}`).toBe(`${rule}: true`)
  }
  steps.mockRestore()
})
