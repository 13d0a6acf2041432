import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { expect, test, vi } from 'vitest'
import { neverFrom, RepeatRule } from './repeat-rule.ts'
import { formatRule } from './rule.ts'
import { RuleText, ruleOf, ruleText } from './rule-text.ts'
import { nextOccurrence } from './series.ts'

const refused: [text: string, inWords: RegExp][] = [
  ['', /not a part such as FREQ=DAILY/],
  ['every day', /exactly one rule/],
  ['FREQ', /«FREQ» is not a part/],
  ['FREQ=', /«FREQ=» is not a part/],
  ['FREQ=DAILY;;COUNT=2', /not a part/],
  ['FREQ=DAILY=WEEKLY', /not a part/],
  ['INTERVAL=2', /A rule needs FREQ/],
  ['FREQ=FORTNIGHTLY', /not «FORTNIGHTLY»/],
  ['FREQ=SECONDLY', /daily at most/],
  ['FREQ=MINUTELY;INTERVAL=90', /daily at most/],
  ['FREQ=HOURLY', /daily at most/],
  ['FREQ=DAILY;INTERVAL=0', /INTERVAL is a number from 1/],
  ['FREQ=DAILY;INTERVAL=-1', /INTERVAL is a number from 1/],
  ['FREQ=DAILY;INTERVAL=1.5', /INTERVAL is a number from 1/],
  ['FREQ=DAILY;INTERVAL=99999999999999999999', /INTERVAL is a number from 1/],
  ['FREQ=DAILY;COUNT=0', /COUNT is a number from 1/],
  ['FREQ=DAILY;COUNT=3;UNTIL=20261231', /COUNT or on UNTIL, not both/],
  ['FREQ=DAILY;COUNT=3;COUNT=4', /COUNT is allowed only once/],
  ['FREQ=DAILY;FREQ=WEEKLY', /two rules/],
  ['FREQ=DAILY;BYEASTER=1', /no part «BYEASTER»/],
  ['FREQ=DAILY;CONSTRUCTOR=1', /no part «CONSTRUCTOR»/],
  ['FREQ=DAILY;__PROTO__=1', /has no part/],
  ['FREQ=DAILY;BYDAY=', /not a part/],
  ['FREQ=DAILY;BYDAY=XX', /BYDAY takes weekdays/],
  ['FREQ=MONTHLY;BYDAY=0MO', /BYDAY takes weekdays/],
  ['FREQ=MONTHLY;BYDAY=54MO', /BYDAY takes weekdays/],
  ['FREQ=WEEKLY;BYDAY=2TU', /monthly or yearly rule can number/],
  ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO', /with week numbers cannot number/],
  ['FREQ=MONTHLY;BYWEEKNO=20', /yearly rule can have week numbers/],
  ['FREQ=MONTHLY;BYYEARDAY=20', /yearly rule can have days of the year/],
  ['FREQ=WEEKLY;BYMONTHDAY=20', /weekly rule cannot have days of the month/],
  ['FREQ=MONTHLY;BYSETPOS=1', /BYSETPOS needs another/],
  ['FREQ=MONTHLY;BYMONTHDAY=32', /BYMONTHDAY takes numbers/],
  ['FREQ=MONTHLY;BYMONTHDAY=0', /BYMONTHDAY takes numbers/],
  ['FREQ=YEARLY;BYMONTH=13', /BYMONTH takes numbers/],
  ['FREQ=YEARLY;BYMONTH=-1', /BYMONTH takes numbers/],
  ['FREQ=YEARLY;BYYEARDAY=367', /BYYEARDAY takes numbers/],
  ['FREQ=YEARLY;BYWEEKNO=54', /BYWEEKNO takes numbers/],
  ['FREQ=DAILY;BYHOUR=24', /BYHOUR takes numbers/],
  ['FREQ=DAILY;BYMINUTE=60', /BYMINUTE takes numbers/],
  ['FREQ=DAILY;BYSECOND=30', /Times have no seconds/],
  ['FREQ=WEEKLY;WKST=XX', /WKST is one of/],
  ['FREQ=DAILY;UNTIL=20260230', /UNTIL is a date/],
  ['FREQ=DAILY;UNTIL=2026-12-31', /UNTIL is a date/],
  ['FREQ=DAILY;UNTIL=20261231T250000', /UNTIL is a date/],
  ['FREQ=DAILY;UNTIL=20261231T250000Z', /UNTIL is a date/],
  ['DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY', /start and single dates are not part/],
  ['FREQ=DAILY;DTSTART=20260101', /start and single dates are not part/],
  ['RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY', /exactly one rule/],
  ['FREQ=DAILY\nFREQ=WEEKLY', /exactly one rule/],
  [`FREQ=DAILY;BYDAY=${'MO,'.repeat(3_333)}`, /500 characters; this one has/],
  ['A'.repeat(10_000), /500 characters; this one has 10000/],
  ['\u{1f552}'.repeat(20_000), /500 characters/],
  ['\u{1f552}'.repeat(100), /not a part/],
  ['\u202eFREQ=DAILY\u202c', /has no part/],
  ['FREQ=DAILY\0', /not «DAILY\?»/],
]

test.each(refused)('an event or a request with the rule %j is refused, with the reason', (text, inWords) => {
  expect(v.safeParse(RuleText, text).issues?.map(({ message }) => message)).toEqual([expect.stringMatching(inWords)])
  expect(v.is(RepeatRule, text)).toBe(false)
})

const neverComing = [
  'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31',
  'FREQ=YEARLY;BYMONTH=1;BYYEARDAY=40',
  'FREQ=YEARLY;BYWEEKNO=30;BYMONTH=1',
  'FREQ=MONTHLY;BYDAY=6MO',
  'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6',
  'FREQ=DAILY;BYHOUR=9;BYSETPOS=2',
]

test.each(neverComing)('a request with %s is refused, because no day matches it', text => {
  expect(v.safeParse(RepeatRule, text).issues?.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^This rule never comes/),
  ])
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
])('%s stays the same when it is read and written', text => {
  expect(formatRule(ruleOf(ruleText(text)))).toBe(text)
})

test.each(['rrule:freq=weekly;byday=mo', 'FREQ=WEEKLY;BYDAY=MO;', 'RRULE:FREQ=WEEKLY;BYDAY=MO;'])(
  '%s is kept in capitals, without its property name and without a semicolon at the end',
  text => {
    expect(v.parse(RepeatRule, text)).toBe('FREQ=WEEKLY;BYDAY=MO')
    expect(v.parse(RuleText, text)).toBe('FREQ=WEEKLY;BYDAY=MO')
  },
)

test('the numbers of a list are sorted, each only once', () => {
  const rule = ruleOf(ruleText('FREQ=MONTHLY;BYMONTHDAY=15,+1,15,-1'))
  expect(rule.byMonthDay).toEqual([-1, 1, 15])
})

test.each([
  ['FREQ=MONTHLY;BYMONTH=2', '2026-01-30', 'never comes'],
  ['FREQ=MONTHLY;INTERVAL=12;BYMONTH=3', '2026-01-10', 'never comes'],
  ['FREQ=DAILY;INTERVAL=7;BYDAY=MO', '2026-11-24', 'never comes'],
  ['FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29', '2026-01-01', 'never comes'],
  ['FREQ=DAILY;UNTIL=20261130', '2026-12-01', 'ends before it comes'],
])('%s has no occurrence from a start on %s, and the sentence says so', (text, date, words) => {
  const rule = ruleOf(ruleText(text))
  expect(neverFrom(rule, { date, zone: 'UTC' })).toContain(words)
  expect(neverFrom({ ...rule, interval: 1 }, { date: '2026-11-03', zone: 'UTC' })).toBeUndefined()
})

test('the JSON Schema of a rule has its length and its pattern', () => {
  expect(toJsonSchema(RepeatRule, { errorMode: 'ignore' })).toMatchObject({
    type: 'string',
    maxLength: 500,
    pattern: expect.stringContaining('[A-Za-z]+='),
  })
})

/** Accepted, and as expensive as possible: with rare occurrences, with none from their start, or with very many. */
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

test('no text, accepted or refused, causes a long search', () => {
  const steps = vi.spyOn(Date, 'UTC') // Both rrule and the calendar beneath it ask this for every year they look at.
  const start = { date: '1900-01-02', time: '09:00', zone: 'America/New_York' }
  for (const rule of [...refused.map(([text]) => text), ...neverComing, ...hard]) {
    steps.mockClear()
    const read = v.safeParse(RepeatRule, rule)
    const kept = read.success ? read.output : neverComing.includes(rule) ? ruleText(rule) : undefined
    if (kept)
      nextOccurrence(
        { rule: kept, from: 'due', start, occurrence: 1, due: start },
        { at: new Date('2026-11-21T00:00:00Z') },
      )
    expect(`${rule}: ${steps.mock.calls.length < 20_000}`).toBe(`${rule}: true`)
  }
  steps.mockRestore()
})
