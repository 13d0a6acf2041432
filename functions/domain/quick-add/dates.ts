import { addDays } from '../zone.ts'
import {
  addMonths,
  type Day,
  type First,
  nthWeekday,
  nthWorkday,
  only,
  onWeekday,
  plus,
  realDay,
  startOfMonth,
  startOfWeek,
  startOfYear,
} from './calendar.ts'
import type { DateMeaning } from './meaning.ts'
import { type Context, LAST, type Match, type Pattern, pattern } from './pattern.ts'

/** The meaning of a date, with the meaning of the small words around it. */
export const date = (match: Match, first: First, more: Partial<DateMeaning> = {}): DateMeaning => ({
  kind: 'date',
  first,
  ...((match.group('by') || match.group('on') || match.group('until')) && { firm: true }),
  ...(match.group('until') && { says: 'until' }),
  ...(match.group('from') && { says: 'from' }),
  ...more,
})

export const firm = { firm: true } as const

export const relative = (match: Match, { today }: Context, more: Partial<DateMeaning> = {}): DateMeaning => {
  const days = match.get('relativeDay') ?? 0
  return date(match, only(addDays(today, days)), { ...firm, ...more })
}

/** "next week" is the first day of the week after this one. */
export function nextUnit({ today, weekStart }: Context, unit = 'week'): First {
  if (unit === 'day') return only(addDays(today, 1))
  if (unit === 'month') return only(startOfMonth(addMonths(startOfMonth(today), 1)))
  if (unit === 'year') return only(startOfYear(addMonths(startOfYear(today), 12)))
  return only(addDays(startOfWeek(today, weekStart), 7))
}

/** "next Friday" is the Friday of next week on every day of this week. */
export const nextWeekday = ({ today, weekStart }: Context, weekday = 1): First =>
  only(onWeekday(weekday)(addDays(startOfWeek(today, weekStart), 7)))

export const inUnits = (match: Match, { today }: Context, count = match.get('number') ?? 1): First =>
  only(plus(today, count, match.get('unit') ?? 'day'))

export const monthsAhead = ({ today }: Context, months: number): Day => addMonths(startOfMonth(today), months)

/** "the second Tuesday" or "the second working day" in the month of `day`. */
function placeIn(match: Match, day: Day): Day | undefined {
  const [nth, weekday] = [match.get('ordinal') ?? 1, match.get('weekday')]
  return weekday === undefined ? nthWorkday(day, nth) : nthWeekday(day, nth, weekday)
}

/** "the last Friday of the month": of this month, or of the next month when that day has passed. */
export function nthOfMonth(match: Match, context: Context, ahead?: number): First {
  const inMonth = (months: number) => placeIn(match, monthsAhead(context, months))
  if (ahead !== undefined) return only(inMonth(ahead))
  return from => [inMonth(0), inMonth(1)].find(day => day !== undefined && day >= from)
}

/** "the first Monday of December": of this year or the next one, unless the text has a year. */
export function nthOfNamedMonth(match: Match): First {
  const inYear = (year: number) => {
    const month = realDay(year, match.get('month') ?? 1, 1)
    return month && placeIn(match, month)
  }
  const year = match.get('year')
  if (year !== undefined) return only(inYear(year))
  return from => [0, 1].map(ahead => inYear(Number(from.slice(0, 4)) + ahead)).find(day => day && day >= from)
}

const text = () => ({ kind: 'text' }) as const
const TO = '(?:to|through|thru|-|سے|se|تا|ta)'

/** Phrases that only look like a date, or are in the past. They come first, so that no part of them is read. */
export const notDates: Pattern[] = [
  pattern(`${LAST} (?:{weekday}|{unit}|{dayPart}|{month}|weekend)`, text),
  pattern('(?:گزشتہ|گذشتہ|guzishta|guzashta|گزرے|beete) (?:کل|kal)', text),
  pattern('{number} (?:{unit}|{shortUnit}) (?:ago|earlier|پہلے|قبل|pehle|pehlay|pahle)', text),
  pattern(
    '(?:black|good|cyber|ash|palm|easter|casual|freaky|bloody|fat|manic|holy|maundy|whit|super|ruby|taco) {weekday}',
    text,
  ),
  pattern(`{weekday} ?${TO} ?{weekday:to}(?: (?:تک|tak))?`, text),
  pattern(`\\d\\d? ?${TO} ?{day}(?:st|nd|rd|th)? {month}(?: (?:تک|tak))?`, text),
  pattern(`{month} \\d\\d?(?:st|nd|rd|th)? ?${TO} ?\\d\\d?(?:st|nd|rd|th)?`, text),
  pattern('the {plainWeekday}(?= [a-z])', text),
  pattern('{unit} (?:میں|mein|main|me) {number} (?:بار|مرتبہ|دفعہ|baar|dafa|martaba)', text),
  pattern('24/7|9-5|9 to 5', text),
  pattern('(?:once|twice|thrice|{number} times) (?:a |an |per |every |each )?{unit}', text),
  pattern('{every} ?(?:{number} |other )?(?:{shortUnit}|seconds?)', text),
  pattern('(?:the|a) (?:parson|sham)', text),
]
