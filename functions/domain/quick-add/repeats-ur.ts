import { LETTER } from './fold.ts'
import type { RepeatMeaning } from './meaning.ts'
import { ADVERB, OF, type Pattern, pattern, type Said, WORKDAY } from './pattern.ts'
import { dailyIn, everyUnit, monthlyOn, monthlyOnNth, WORKDAYS, weekly, yearlyOn, yearlyOnNth } from './repeats.ts'

const ON = '(?: (?:کو|ko|کے دن|کے روز|ke din|ke roz|پر|par|میں|mein))?'
const MONTH = '(?:مہینے|مہینہ|ماہ|mahine|mahinay|maheene|maheenay|mahina|mah|month)'
const DATE = '(?: (?:تاریخ|تاریخوں|tareekh|tarikh|tareek|tareekhon))'
/** Every month, every second month, every 3 months: what a day of the month may follow. */
const MONTHS = `{every} ?(?:{number} |{ordinal} )?${MONTH}(?:,? (?:کے |ke )?(?:بعد|baad)(?:,? ${MONTH})?)?(?: ${OF})?`

const monthly = (day: string, read: (said: Said, interval: number) => RepeatMeaning | undefined): Pattern =>
  pattern(`${MONTHS} ${day}${ON}`, said => {
    const interval = said.get('number') ?? said.get('ordinal') ?? 1
    return interval > 0 ? read(said, interval) : undefined
  })

/** Urdu word order, in either script. */
export const repeatsUr: Pattern[] = [
  pattern('(?:روزانہ|rozana|rozaana|rozanah)', said => everyUnit(said, 1, 'day')),
  pattern('روز', said => everyUnit(said, 1, 'day')),
  pattern('(?<= (?:se|سے) )roz', said => everyUnit(said, 1, 'day')),
  pattern(`roz(?= (?:subah|subha|shaam|sham|raat|dopahar|dopehar)(?![${LETTER}])| \\d)`, said =>
    everyUnit(said, 1, 'day'),
  ),
  pattern(`(?:ہفتہ وار|ہفتے وار|haftawar|hafta war|haftay war)${ADVERB}`, said => everyUnit(said, 1, 'week')),
  pattern(`(?:ماہانہ|ماہوار|mahana|mahaana|mahwar)${ADVERB}`, said => everyUnit(said, 1, 'month')),
  pattern(`(?:سالانہ|salana|saalana)${ADVERB}`, said => everyUnit(said, 1, 'year')),
  pattern('{every} ?{unit}(?: (?:بعد|baad|میں|mein))?', said => everyUnit(said)),
  pattern('{every} ?{number} {unit}(?: (?:کے )?(?:بعد|baad|میں|mein))?', said => everyUnit(said, said.get('number'))),
  // Every second day, every second week; but the second Tuesday of a month needs the month.
  pattern('{every} ?{ordinal} {unit}', said => {
    const nth = said.get('ordinal') ?? 1
    return nth > 1 ? everyUnit(said, nth) : undefined
  }),
  pattern('(?:ایک دن چھوڑ کر|ek din chor kar|ek din chhor kar|aik din chor kar)', said => everyUnit(said, 2, 'day')),
  pattern(`{every} ?(?:دوسرے|dusre|doosre|dusray|doosray) {weekday}${ON}`, said =>
    weekly(said, [said.get('weekday') ?? 1], 2),
  ),
  pattern(`{every} ?(?:ہفتے|hafte|haftay) {weekdays}${ON}`, said => weekly(said, said.get('weekdays') ?? [])),
  pattern(`{every} ?{weekdays}${ON}`, said => weekly(said, said.get('weekdays') ?? [])),
  pattern(`{every} ?{number} (?:ہفتے|ہفتوں|hafte|haftay|hafton)(?: (?:بعد|baad))? {weekdays}${ON}`, said =>
    weekly(said, said.get('weekdays') ?? [], said.get('number')),
  ),
  pattern(`{every} ?(?:دوسرے|dusre|doosre) (?:ہفتے|hafte|haftay) {weekdays}${ON}`, said =>
    weekly(said, said.get('weekdays') ?? [], 2),
  ),
  pattern(
    `(?:{every} ?|{every:b} ?(?:روز|roz|دن|din) )?{weekday} (?:سے|se|تا|ta) {weekday:to}(?: (?:تک|tak))?`,
    said => {
      if (!said.get('every') && !said.get('every', 'b')) return undefined
      const [first, last] = [said.get('weekday') ?? 1, said.get('weekday', 'to') ?? 1]
      const count = ((last - first + 7) % 7) + 1
      return weekly(
        said,
        Array.from({ length: count }, (_, n) => ((first - 1 + n) % 7) + 1),
      )
    },
  ),
  monthly(`{ordinals} (?:{weekday}|${WORKDAY})`, monthlyOnNth),
  monthly('(?:(?:آخری|aakhri|akhri) (?:دن|تاریخ|din|tareekh|tarikh)|آخر(?: میں)?|aakhir(?: mein)?)', (said, interval) =>
    monthlyOn(said, [-1], interval),
  ),
  monthly('(?:پہلے|پہلی|pehle|pehli|pehlay) (?:دن|تاریخ|din|tareekh|tarikh)', (said, interval) =>
    monthlyOn(said, [1], interval),
  ),
  monthly(`(?:(?<days>\\d\\d?(?:(?: (?:اور|aur|and) |, ?)\\d\\d?)*)|(?<first>یکم))${DATE}?`, (said, interval) => {
    if (said.group('first')) return monthlyOn(said, [1], interval)
    const named = /تار|tar|کو|ko/.test(said.whole) || new RegExp(` ${OF} `).test(said.whole)
    return named ? monthlyOn(said, (said.group('days') ?? '').match(/\d+/g)?.map(Number) ?? [], interval) : undefined
  }),
  pattern(`{every} ?(?:(?:سال|saal|sal),? )?{month} ${OF} {ordinal} (?:{weekday}|${WORKDAY})${ON}`, yearlyOnNth),
  pattern(`{every} ?(?:(?:سال|saal|sal) )?(?:{day}|(?<first>یکم)) {month}${ON}`, said =>
    yearlyOn(said, said.get('month') ?? 0, said.group('first') ? 1 : (said.get('day') ?? 0)),
  ),
  pattern(`{every} ?${WORKDAY}${ON}`, said => weekly(said, WORKDAYS)),
  pattern(`{every} ?{dayPart}(?: (?:کو|ko))?`, dailyIn),
  pattern(`{every} ?{weekday} ${OF} {dayPart}(?: (?:کو|ko))?`, said => ({
    ...weekly(said, [said.get('weekday') ?? 1]),
    time: { part: said.get('dayPart') ?? 'morning' },
  })),
]
