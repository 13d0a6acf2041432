import type { Unit } from './calendar.ts'
import type { RepeatMeaning } from './meaning.ts'
import { ADVERB, type Match, type Pattern, pattern, WORKDAY } from './pattern.ts'
import { dailyIn, everyUnit, monthlyOn, monthlyOnNth, WORKDAYS, weekly, yearlyOn, yearlyOnNth } from './repeats.ts'

const DONE = `(?<done> (?:after|from|since) (?:completion|completing(?: it)?|completed|done
  |finishing(?: it)?|the last time)
  | (?:after|when|once) (?:i |it is |it's )?(?:done|complete|completed|finish|finished))?`
const OF_MONTH = '(?: (?:of|in) (?:the|each|every|a) month)'
/** "every month", "every 3 months", "monthly": a day of the month may follow. */
const EVERY_MONTH = '{every} ?(?:(?<other>other )|{number} )?months?'
const MONTHLY = `(?:${EVERY_MONTH}|monthly)`
/** The second Tuesday, the last working day. */
const PLACED = `(?:{weekday}|${WORKDAY})`
const YEARLY = '(?:{every} ?year|yearly|annually)'
const DAY = '{day}(?: ?(?:st|nd|rd|th))?'

const interval = (match: Match) => (match.group('other') ? 2 : (match.get('number') ?? 1))

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

function except(match: Match): RepeatMeaning | undefined {
  const left = match.get('weekdays') ?? []
  const kept = (match.group('workday') ? WORKDAYS : [...WORKDAYS, 6, 7]).filter(day => !left.includes(day))
  return kept.length ? weekly(match, kept) : undefined
}

function through(match: Match): RepeatMeaning {
  const [first, last] = [match.get('weekday') ?? 1, match.get('weekday', 'to') ?? 1]
  const count = ((last - first + 7) % 7) + 1
  return weekly(
    match,
    Array.from({ length: count }, (_, n) => ((first - 1 + n) % 7) + 1),
  )
}

/** "the last day", or "the 15th and the last day". */
function nthDay(match: Match): RepeatMeaning | undefined {
  const days = match.get('ordinals') ?? []
  return monthlyOn(match, days, interval(match))
}

/** English word order. The names of days and months can be of any language. */
export const repeatsEn: Pattern[] = [
  pattern(`{every} ?{unit}${DONE}`, match => everyUnit(match)),
  pattern(`{every} ?{number} {unit}${DONE}`, match => everyUnit(match, match.get('number'))),
  pattern(`{every} ?(?:other|alternate|second) {unit}${DONE}`, match => everyUnit(match, 2)),
  pattern(`{every} ?{ordinal} {unit}${DONE}`, match => {
    const [nth, unit] = [match.get('ordinal') ?? 1, match.get('unit')]
    if (nth < 0) return unit === 'day' ? monthlyOn(match, [nth]) : undefined
    return unit === 'day' && nth === 1 ? monthlyOn(match, [1]) : everyUnit(match, nth)
  }),
  pattern('(?:{every} ?|on )?(?:the )?(?<which>first|last|1st) day of (?:the|each|every) month', match =>
    match.get('every') || /(?:each|every) month$/.test(match.whole)
      ? monthlyOn(match, [match.group('which') === 'last' ? -1 : 1])
      : undefined,
  ),
  pattern(`{every} ?{weekdays}${DONE}`, match => weekly(match, match.get('weekdays') ?? [])),
  // "Monday and Thursday" cannot be one date, so it is weekly. "Monday or Thursday" is not decided yet, so it is text.
  pattern('(?:(?<on>on )|(?={plainWeekday})|){weekdays}(?<ko> (?:کو|ko))?', match => {
    const weekdays = match.get('weekdays') ?? []
    if (/ or |\/| یا | ya /.test(match.whole)) return weekdays.length > 1 ? { kind: 'text' } : undefined
    if (weekdays.length < 2 || !/ (?:and|aur|اور) |[,&]/.test(match.whole)) return undefined
    const certain = match.group('on') || match.group('ko') || match.get('plainWeekday') !== undefined
    return { ...weekly(match, weekdays), ...(!certain && { shy: true }) }
  }),
  pattern('{every} ?(?:other|alternate|second) {weekdays}', match =>
    /second/.test(match.whole) ? undefined : weekly(match, match.get('weekdays') ?? [], 2),
  ),
  pattern(
    `(?:{every} ?(?:(?<other>other )|{number} )?weeks?|weekly|(?<fortnight>fortnightly
      |{every:b} ?fortnight)) on {weekdays}`,
    match => weekly(match, match.get('weekdays') ?? [], match.group('fortnight') ? 2 : interval(match)),
  ),
  pattern(`{every} ?{ordinals} ${PLACED}${OF_MONTH}?`, match => monthlyOnNth(match)),
  pattern(`(?:on )?(?:the )?{ordinals} ${PLACED},? (?:(?:of|in) )?${EVERY_MONTH}`, match =>
    monthlyOnNth(match, interval(match)),
  ),
  pattern(`${MONTHLY},? (?:on )?(?:the )?{ordinals} ${PLACED}`, match => monthlyOnNth(match, interval(match))),
  // "The last weekend" is not the last day.
  pattern(`${MONTHLY},? (?:on )?(?:the )?{ordinals}(?: day)?(?! (?:week|half|quarter))`, nthDay),
  pattern(`${MONTHLY} on day {day}`, match => monthlyOn(match, [match.get('day') ?? 0], interval(match))),
  pattern(`{every} ?{ordinals}${OF_MONTH}?`, match => (/\d/.test(match.whole) ? nthDay(match) : undefined)),
  pattern(`(?:on )?(?:the )?{ordinals}(?: day)? of ${EVERY_MONTH}`, nthDay),
  pattern(`(?:{every} ?${WORKDAY}|on ${WORKDAY}s|{every:b} ?(?:mon-fri|monday-friday))`, match =>
    weekly(match, WORKDAYS),
  ),
  pattern('{every} ?{weekday} ?(?:to|through|thru|-) ?{weekday:to}', through),
  // One day is enough: a person who cleans every weekend does not clean twice.
  pattern('(?:{every} ?weekend|on weekends)', match => weekly(match, [6])),
  pattern(
    '(?:{every} ?(?:day|(?<workday>weekday))|daily) (?:except|but|but not)(?: for)?(?: on)? {weekdays}s?',
    except,
  ),
  pattern(
    `(?:{every} ?|${YEARLY} on )(?:the )?(?:${DAY}(?: of)? {month}|{month:b} (?:the )?{day:b}(?:st|nd|rd|th)?)`,
    match =>
      yearlyOn(
        match,
        match.get('month') ?? match.get('month', 'b') ?? 0,
        match.get('day') ?? match.get('day', 'b') ?? 0,
      ),
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
  pattern(`on (?<days>${PLURAL}(?:(?:, | and |, and | & )${PLURAL})*)`, match =>
    weekly(match, plurals(match.group('days') ?? '')),
  ),
  pattern(`(?<adverb>${[...units.keys()].join('|')})${ADVERB}`, match => {
    const [unit, count] = units.get(match.group('adverb') ?? '') ?? ['day', 1]
    return everyUnit(match, count, unit)
  }),
]

function plurals(text: string): number[] {
  return ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].flatMap((name, at) => (text.includes(name) ? [at + 1] : []))
}
