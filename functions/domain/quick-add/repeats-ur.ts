import { LETTER } from './fold.ts'
import type { RepeatMeaning } from './meaning.ts'
import { ADVERB, type Match, OF, type Pattern, pattern, WORKDAY } from './pattern.ts'
import { dailyIn, everyUnit, monthlyOn, monthlyOnNth, WORKDAYS, weekly, yearlyOn, yearlyOnNth } from './repeats.ts'

const ON = '(?: (?:کو|ko|کے دن|کے روز|ke din|ke roz|پر|par|میں|mein))?'
const MONTH = '(?:مہینے|مہینہ|ماہ|mahine|mahinay|maheene|maheenay|mahina|mah|month)'
const DATE = '(?: (?:تاریخ|تاریخوں|tareekh|tarikh|tareek|tareekhon))'
/** Every month, every second month, every 3 months: a day of the month may follow. */
const MONTHS = `{every} ?(?:{number} |{ordinal} )?${MONTH}(?:,? (?:کے |ke )?(?:بعد|baad)(?:,? ${MONTH})?)?(?: ${OF})?`

const monthly = (day: string, read: (match: Match, interval: number) => RepeatMeaning | undefined): Pattern =>
  pattern(`${MONTHS} ${day}${ON}`, match => {
    const interval = match.get('number') ?? match.get('ordinal') ?? 1
    return interval > 0 ? read(match, interval) : undefined
  })

/** Urdu word order, in both scripts. */
export const repeatsUr: Pattern[] = [
  pattern('(?:روزانہ|rozana|rozaana|rozanah)', match => everyUnit(match, 1, 'day')),
  pattern('روز', match => everyUnit(match, 1, 'day')),
  pattern('(?<= (?:se|سے) )roz', match => everyUnit(match, 1, 'day')),
  pattern(`roz(?= (?:subah|subha|shaam|sham|raat|dopahar|dopehar)(?![${LETTER}])| \\d)`, match =>
    everyUnit(match, 1, 'day'),
  ),
  pattern(`(?:ہفتہ وار|ہفتے وار|haftawar|hafta war|haftay war)${ADVERB}`, match => everyUnit(match, 1, 'week')),
  pattern(`(?:ماہانہ|ماہوار|mahana|mahaana|mahwar)${ADVERB}`, match => everyUnit(match, 1, 'month')),
  pattern(`(?:سالانہ|salana|saalana)${ADVERB}`, match => everyUnit(match, 1, 'year')),
  pattern('{every} ?{unit}(?: (?:بعد|baad|میں|mein))?', match => everyUnit(match)),
  pattern('{every} ?{number} {unit}(?: (?:کے )?(?:بعد|baad|میں|mein))?', match =>
    everyUnit(match, match.get('number')),
  ),
  // "every second day" is every other day, but "every second Tuesday" of a month needs the month.
  pattern('{every} ?{ordinal} {unit}', match => {
    const nth = match.get('ordinal') ?? 1
    return nth > 1 ? everyUnit(match, nth) : undefined
  }),
  pattern('(?:ایک دن چھوڑ کر|ek din chor kar|ek din chhor kar|aik din chor kar)', match => everyUnit(match, 2, 'day')),
  pattern(`{every} ?(?:دوسرے|dusre|doosre|dusray|doosray) {weekday}${ON}`, match =>
    weekly(match, [match.get('weekday') ?? 1], 2),
  ),
  pattern(`{every} ?(?:ہفتے|hafte|haftay) {weekdays}${ON}`, match => weekly(match, match.get('weekdays') ?? [])),
  pattern(`{every} ?{weekdays}${ON}`, match => weekly(match, match.get('weekdays') ?? [])),
  pattern(`{every} ?{number} (?:ہفتے|ہفتوں|hafte|haftay|hafton)(?: (?:بعد|baad))? {weekdays}${ON}`, match =>
    weekly(match, match.get('weekdays') ?? [], match.get('number')),
  ),
  pattern(`{every} ?(?:دوسرے|dusre|doosre) (?:ہفتے|hafte|haftay) {weekdays}${ON}`, match =>
    weekly(match, match.get('weekdays') ?? [], 2),
  ),
  pattern(
    `(?:{every} ?|{every:b} ?(?:روز|roz|دن|din) )?{weekday} (?:سے|se|تا|ta) {weekday:to}(?: (?:تک|tak))?`,
    match => {
      if (!match.get('every') && !match.get('every', 'b')) return undefined
      const [first, last] = [match.get('weekday') ?? 1, match.get('weekday', 'to') ?? 1]
      const count = ((last - first + 7) % 7) + 1
      return weekly(
        match,
        Array.from({ length: count }, (_, n) => ((first - 1 + n) % 7) + 1),
      )
    },
  ),
  monthly(`{ordinals} (?:{weekday}|${WORKDAY})`, monthlyOnNth),
  monthly(
    '(?:(?:آخری|aakhri|akhri) (?:دن|تاریخ|din|tareekh|tarikh)|آخر(?: میں)?|aakhir(?: mein)?)',
    (match, interval) => monthlyOn(match, [-1], interval),
  ),
  monthly('(?:پہلے|پہلی|pehle|pehli|pehlay) (?:دن|تاریخ|din|tareekh|tarikh)', (match, interval) =>
    monthlyOn(match, [1], interval),
  ),
  monthly(`(?:(?<days>\\d\\d?(?:(?: (?:اور|aur|and) |, ?)\\d\\d?)*)|(?<first>یکم))${DATE}?`, (match, interval) => {
    if (match.group('first')) return monthlyOn(match, [1], interval)
    const named = /تار|tar|کو|ko/.test(match.whole) || new RegExp(` ${OF} `).test(match.whole)
    return named ? monthlyOn(match, (match.group('days') ?? '').match(/\d+/g)?.map(Number) ?? [], interval) : undefined
  }),
  pattern(`{every} ?(?:(?:سال|saal|sal),? )?{month} ${OF} {ordinal} (?:{weekday}|${WORKDAY})${ON}`, yearlyOnNth),
  pattern(`{every} ?(?:(?:سال|saal|sal) )?(?:{day}|(?<first>یکم)) {month}${ON}`, match =>
    yearlyOn(match, match.get('month') ?? 0, match.group('first') ? 1 : (match.get('day') ?? 0)),
  ),
  pattern(`{every} ?${WORKDAY}${ON}`, match => weekly(match, WORKDAYS)),
  pattern(`{every} ?{dayPart}(?: (?:کو|ko))?`, dailyIn),
  pattern(`{every} ?{weekday} ${OF} {dayPart}(?: (?:کو|ko))?`, match => ({
    ...weekly(match, [match.get('weekday') ?? 1]),
    time: { part: match.get('dayPart') ?? 'morning' },
  })),
]
