import type { Unit } from './calendar.ts'
import type { RepeatMeaning } from './meaning.ts'
import { ADVERB, type Pattern, pattern, type Said, WORKDAY } from './pattern.ts'
import { dailyIn, everyUnit, monthlyOn, monthlyOnNth, WORKDAYS, weekly, yearlyOn, yearlyOnNth } from './repeats.ts'

const DONE = `(?<done> (?:after|from|since) (?:completion|completing(?: it)?|completed|done
  |finishing(?: it)?|the last time)
  | (?:after|when|once) (?:i |it is |it's )?(?:done|complete|completed|finish|finished))?`
const OF_MONTH = '(?: (?:of|in) (?:the|each|every|a) month)'
/** "every month", "every 3 months", "monthly": what a day of the month may follow. */
const EVERY_MONTH = '{every} ?(?:(?<other>other )|{number} )?months?'
const MONTHLY = `(?:${EVERY_MONTH}|monthly)`
/** What can have a place in a month: the second Tuesday, the last working day. */
const PLACED = `(?:{weekday}|${WORKDAY})`
const YEARLY = '(?:{every} ?year|yearly|annually)'
const DAY = '{day}(?: ?(?:st|nd|rd|th))?'

const interval = (said: Said) => (said.group('other') ? 2 : (said.get('number') ?? 1))

const PLURAL = '(?:mon|tues|wednes|thurs|fri|satur|sun)days'

const units = new Map<string, [Unit, number]>([
  ['daily', ['day', 1]],
  ['everyday', ['day', 1]],
  ['weekly', ['week', 1]],
  ['fortnightly', ['fortnight', 1]],
  ['biweekly', ['fortnight', 1]],
  ['monthly', ['month', 1]],
  ['quarterly', ['quarter', 1]],
  ['yearly', ['year', 1]],
  ['annually', ['year', 1]],
])

function except(said: Said): RepeatMeaning | undefined {
  const left = said.get('weekdays') ?? []
  const kept = (said.group('workday') ? WORKDAYS : [...WORKDAYS, 6, 7]).filter(day => !left.includes(day))
  return kept.length ? weekly(said, kept) : undefined
}

function through(said: Said): RepeatMeaning {
  const [first, last] = [said.get('weekday') ?? 1, said.get('weekday', 'to') ?? 1]
  const count = ((last - first + 7) % 7) + 1
  return weekly(
    said,
    Array.from({ length: count }, (_, n) => ((first - 1 + n) % 7) + 1),
  )
}

/** The first day, the last day; the 15th and the last day. */
function nthDay(said: Said): RepeatMeaning | undefined {
  const days = said.get('ordinals') ?? []
  return monthlyOn(said, days, interval(said))
}

/** English word order. Any language's names of days and months may stand in it. */
export const repeatsEn: Pattern[] = [
  pattern(`{every} ?{unit}${DONE}`, said => everyUnit(said)),
  pattern(`{every} ?{number} {unit}${DONE}`, said => everyUnit(said, said.get('number'))),
  pattern(`{every} ?(?:other|alternate|second) {unit}${DONE}`, said => everyUnit(said, 2)),
  pattern(`{every} ?{ordinal} {unit}${DONE}`, said => {
    const [nth, unit] = [said.get('ordinal') ?? 1, said.get('unit')]
    if (nth < 0) return unit === 'day' ? monthlyOn(said, [nth]) : undefined
    return unit === 'day' && nth === 1 ? monthlyOn(said, [1]) : everyUnit(said, nth)
  }),
  pattern('(?:{every} ?|on )?(?:the )?(?<which>first|last|1st) day of (?:the|each|every) month', said =>
    said.get('every') || /(?:each|every) month$/.test(said.whole)
      ? monthlyOn(said, [said.group('which') === 'last' ? -1 : 1])
      : undefined,
  ),
  pattern(`{every} ?{weekdays}${DONE}`, said => weekly(said, said.get('weekdays') ?? [])),
  // Two weekdays are no single date, so they are meant weekly; one or the other is nobody's decision yet.
  pattern('(?:(?<on>on )|(?={plainWeekday})|){weekdays}(?<ko> (?:کو|ko))?', said => {
    const weekdays = said.get('weekdays') ?? []
    if (/ or |\/| یا | ya /.test(said.whole)) return weekdays.length > 1 ? { kind: 'text' } : undefined
    if (weekdays.length < 2 || !/ (?:and|aur|اور) |[,&]/.test(said.whole)) return undefined
    const certain = said.group('on') || said.group('ko') || said.get('plainWeekday') !== undefined
    return { ...weekly(said, weekdays), ...(!certain && { shy: true }) }
  }),
  pattern('{every} ?(?:other|alternate|second) {weekdays}', said =>
    /second/.test(said.whole) ? undefined : weekly(said, said.get('weekdays') ?? [], 2),
  ),
  pattern(
    `(?:{every} ?(?:(?<other>other )|{number} )?weeks?|weekly|(?<fortnight>fortnightly
      |{every:b} ?fortnight)) on {weekdays}`,
    said => weekly(said, said.get('weekdays') ?? [], said.group('fortnight') ? 2 : interval(said)),
  ),
  pattern(`{every} ?{ordinals} ${PLACED}${OF_MONTH}?`, said => monthlyOnNth(said)),
  pattern(`(?:on )?(?:the )?{ordinals} ${PLACED},? (?:(?:of|in) )?${EVERY_MONTH}`, said =>
    monthlyOnNth(said, interval(said)),
  ),
  pattern(`${MONTHLY},? (?:on )?(?:the )?{ordinals} ${PLACED}`, said => monthlyOnNth(said, interval(said))),
  // "The last weekend" is no last day.
  pattern(`${MONTHLY},? (?:on )?(?:the )?{ordinals}(?: day)?(?! (?:week|half|quarter))`, nthDay),
  pattern(`${MONTHLY} on day {day}`, said => monthlyOn(said, [said.get('day') ?? 0], interval(said))),
  pattern(`{every} ?{ordinals}${OF_MONTH}?`, said => (/\d/.test(said.whole) ? nthDay(said) : undefined)),
  pattern(`(?:on )?(?:the )?{ordinals}(?: day)? of ${EVERY_MONTH}`, nthDay),
  pattern(`(?:{every} ?${WORKDAY}|on ${WORKDAY}s|{every:b} ?(?:mon-fri|monday-friday))`, said =>
    weekly(said, WORKDAYS),
  ),
  pattern('{every} ?{weekday} ?(?:to|through|thru|-) ?{weekday:to}', through),
  // One day is enough: who cleans every weekend does not clean twice.
  pattern('(?:{every} ?weekend|on weekends)', said => weekly(said, [6])),
  pattern(
    '(?:{every} ?(?:day|(?<workday>weekday))|daily) (?:except|but|but not)(?: for)?(?: on)? {weekdays}s?',
    except,
  ),
  pattern(
    `(?:{every} ?|${YEARLY} on )(?:the )?(?:${DAY}(?: of)? {month}|{month:b} (?:the )?{day:b}(?:st|nd|rd|th)?)`,
    said =>
      yearlyOn(said, said.get('month') ?? said.get('month', 'b') ?? 0, said.get('day') ?? said.get('day', 'b') ?? 0),
  ),
  pattern(
    `(?:{every} ?year|yearly|annually|every),? (?:on )?(?:the )?{ordinal} ${PLACED} (?:of|in) {month}`,
    yearlyOnNth,
  ),
  pattern(
    `(?:on )?(?:the )?{ordinal} ${PLACED} (?:of|in) (?:{every} ?{month}
      |{month:b},? (?:{every:b} ?year|yearly|annually))`,
    yearlyOnNth,
  ),
  pattern('{every} ?{dayPart}', dailyIn),
  pattern(`on (?<days>${PLURAL}(?:(?:, | and |, and | & )${PLURAL})*)`, said =>
    weekly(said, plurals(said.group('days') ?? '')),
  ),
  pattern(`(?<adverb>${[...units.keys()].join('|')})${ADVERB}`, said => {
    const [unit, count] = units.get(said.group('adverb') ?? '') ?? ['day', 1]
    return everyUnit(said, count, unit)
  }),
]

function plurals(text: string): number[] {
  return ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].flatMap((name, at) => (text.includes(name) ? [at + 1] : []))
}
