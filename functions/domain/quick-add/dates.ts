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
import { type Context, LAST, type Pattern, pattern, type Said } from './pattern.ts'

/** A date that was said, with what the small words around it say. */
export const date = (said: Said, first: First, more: Partial<DateMeaning> = {}): DateMeaning => ({
  kind: 'date',
  first,
  ...((said.group('by') || said.group('on') || said.group('until')) && { firm: true }),
  ...(said.group('until') && { says: 'until' }),
  ...(said.group('from') && { says: 'from' }),
  ...more,
})

export const firm = { firm: true } as const

export const relative = (said: Said, { today }: Context, more: Partial<DateMeaning> = {}): DateMeaning => {
  const days = said.get('relativeDay') ?? 0
  return date(said, only(addDays(today, days)), { ...firm, ...more })
}

/** The week, month or year after this one begins on its first day. */
export function nextUnit({ today, weekStart }: Context, unit = 'week'): First {
  if (unit === 'day') return only(addDays(today, 1))
  if (unit === 'month') return only(startOfMonth(addMonths(startOfMonth(today), 1)))
  if (unit === 'year') return only(startOfYear(addMonths(startOfYear(today), 12)))
  return only(addDays(startOfWeek(today, weekStart), 7))
}

/** "next Friday" is the Friday of next week, whatever day it is today. */
export const nextWeekday = ({ today, weekStart }: Context, weekday = 1): First =>
  only(onWeekday(weekday)(addDays(startOfWeek(today, weekStart), 7)))

export const inUnits = (said: Said, { today }: Context, count = said.get('number') ?? 1): First =>
  only(plus(today, count, said.get('unit') ?? 'day'))

export const monthsAhead = ({ today }: Context, months: number): Day => addMonths(startOfMonth(today), months)

/** The place in a month that was said: of one weekday, or of all from Monday to Friday where none is named. */
function placeIn(said: Said, day: Day): Day | undefined {
  const [nth, weekday] = [said.get('ordinal') ?? 1, said.get('weekday')]
  return weekday === undefined ? nthWorkday(day, nth) : nthWeekday(day, nth, weekday)
}

/** "the last Friday of the month": of this month, or of the next one when that has passed. */
export function nthOfMonth(said: Said, context: Context, ahead?: number): First {
  const inMonth = (months: number) => placeIn(said, monthsAhead(context, months))
  if (ahead !== undefined) return only(inMonth(ahead))
  return from => [inMonth(0), inMonth(1)].find(day => day !== undefined && day >= from)
}

/** "the first Monday of December": this year's or the next one's, unless a year is said. */
export function nthOfNamedMonth(said: Said): First {
  const inYear = (year: number) => {
    const month = realDay(year, said.get('month') ?? 1, 1)
    return month && placeIn(said, month)
  }
  const year = said.get('year')
  if (year !== undefined) return only(inYear(year))
  return from => [0, 1].map(ahead => inYear(Number(from.slice(0, 4)) + ahead)).find(day => day && day >= from)
}

const text = () => ({ kind: 'text' }) as const
const TO = '(?:to|through|thru|-|سے|se|تا|ta)'

/** What only looks like a date, or lies in the past: found first, so that no part of it is read. */
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
