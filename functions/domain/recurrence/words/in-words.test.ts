import { expect, test } from 'vitest'
import type { Due } from '../../due.ts'
import { common } from '../../testing/common-rules.ts'
import type { Rule } from '../rule.ts'
import { ruleOf, ruleText } from '../rule-text.ts'
import { ruleInWords } from './in-words.ts'

const read = (text: string): Rule => ruleOf(ruleText(text))

test.each(common)('%s reads «%s» and «%s»', (text, en, ur) => {
  expect(ruleInWords(read(text), 'en')).toBe(en)
  expect(ruleInWords(read(text), 'ur')).toBe(ur)
})

const rarer: [rule: string, en: string, ur: string][] = [
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'on the last weekday of every month',
    'ہر مہینے کے آخری کام کے دن (پیر سے جمعے تک)',
  ],
  [
    'FREQ=MONTHLY;BYMONTHDAY=-1,15',
    'every month on the 15th and last day',
    'ہر مہینے کی 15 تاریخ کو اور مہینے کے آخری دن',
  ],
  [
    'FREQ=MONTHLY;BYMONTHDAY=31',
    'every month on the 31st (skipped where a month has no such day)',
    'ہر مہینے کی 31 تاریخ کو (ایسا دن نہ ہو تو نہیں)',
  ],
  [
    'FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU',
    'every 3 months on the second Tuesday',
    'ہر 3 مہینے بعد مہینے کے دوسرے منگل کو',
  ],
  ['FREQ=MONTHLY;BYDAY=-2MO', 'every month on the second to last Monday', 'ہر مہینے کے آخر سے دوسرے پیر کو'],
  [
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    'every year on 29 February (leap years only)',
    'ہر سال 29 فروری کو (29 فروری صرف لیپ سال میں)',
  ],
  [
    'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
    'every year on the fourth Thursday of November',
    'ہر سال نومبر کی چوتھی جمعرات کو',
  ],
  ['FREQ=YEARLY;BYDAY=20MO', 'every year on the 20th Monday of the year', 'ہر سال کے 20ویں پیر کو'],
  ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', 'every year on Monday of week 20', 'ہر سال ہفتہ نمبر 20 کے پیر کو'],
  [
    'FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100',
    'every 3 years on its first day and its 100th day',
    'ہر 3 سال بعد سال کے پہلے اور 100ویں دن',
  ],
  [
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU',
    'every 2 weeks on Tuesday and Sunday, weeks starting on Sunday',
    'ہر دوسرے ہفتے منگل اور اتوار کو، جب کہ ہفتہ اتوار سے شروع ہو',
  ],
  ['FREQ=DAILY;BYMONTH=1', 'every day, only in January', 'روزانہ، صرف جنوری میں'],
  ['FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0', 'every day, at 09:00 and 17:00', 'روزانہ، بوقت 09:00 اور 17:00'],
  ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR,SA,SU', 'every day', 'روزانہ'],
  ['FREQ=DAILY;COUNT=1', 'every day, once', 'روزانہ، صرف ایک بار'],
]

test.each(rarer)('%s reads «%s» and «%s» too', (text, en, ur) => {
  expect(ruleInWords(read(text), 'en')).toBe(en)
  expect(ruleInWords(read(text), 'ur')).toBe(ur)
})

test.each([
  'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
  'FREQ=MONTHLY;BYDAY=MO,2TU',
  'FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3',
  'FREQ=DAILY;INTERVAL=2;BYDAY=MO',
  'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU',
  'FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO',
  'FREQ=YEARLY;BYWEEKNO=20',
  'FREQ=YEARLY;BYYEARDAY=366',
  'FREQ=YEARLY;BYMONTH=3',
  'FREQ=DAILY;BYHOUR=9',
])('%s gets the generic words, because no sentence would be exact', text => {
  expect(ruleInWords(read(text), 'en')).toBe('on a schedule of its own')
  expect(ruleInWords(read(text), 'ur')).toBe('اپنی الگ ترتیب سے')
})

test.each([
  ['FREQ=WEEKLY', { date: '2026-11-26', zone: 'Asia/Karachi' }, 'every Thursday'],
  ['FREQ=MONTHLY', { date: '2026-11-26', zone: 'Asia/Karachi' }, 'every month on the 26th'],
  ['FREQ=YEARLY', { date: '2026-11-26', zone: 'Asia/Karachi' }, 'every year on 26 November'],
  ['FREQ=YEARLY;BYWEEKNO=20', { date: '2026-11-26', zone: 'Asia/Karachi' }, 'every year on Thursday of week 20'],
  ['FREQ=DAILY;BYHOUR=9', { date: '2026-11-26', time: '08:30', zone: 'Asia/Karachi' }, 'every day, at 09:30'],
] as [string, Due, string][])(
  'with a start, the words of %s include the parts that it takes from the start',
  (text, start, words) => {
    expect(ruleInWords(read(text), 'en', start)).toBe(words)
  },
)

test('the words of an end show the date of the last occurrence in the zone of the start', () => {
  const rule = read('FREQ=DAILY;UNTIL=19971224T000000Z') // Seven in the evening of the 23rd in New York.
  const start = { date: '1997-09-02', time: '09:00', zone: 'America/New_York' }
  expect(ruleInWords(rule, 'en', start)).toBe('every day, until 23 December 1997')
  expect(ruleInWords(rule, 'en', { ...start, time: '20:00' })).toBe('every day, until 22 December 1997')
  expect(ruleInWords(rule, 'en')).toBe('every day, until 24 December 1997 00:00 UTC')
  const floating = read('FREQ=DAILY;UNTIL=19971223T190000')
  expect(ruleInWords(floating, 'en', start)).toBe('every day, until 23 December 1997')
  expect(ruleInWords(floating, 'en')).toBe('every day, until 23 December 1997 19:00')
})
