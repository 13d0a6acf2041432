import { onDayOfYear, only, realDay } from './calendar.ts'
import { date, firm } from './dates.ts'
import type { DateMeaning } from './meaning.ts'
import { BY, type Context, type Match, type Pattern, POST, pattern } from './pattern.ts'

const onDate = (match: Match, month: number, day: number, year = match.get('year')): DateMeaning | undefined => {
  if (!realDay(2028, month, day)) return undefined
  const first = year === undefined ? onDayOfYear(month, day) : only(realDay(year, month, day))
  return date(match, first, firm)
}

/** The locale decides which of two numbers is the month, unless only one of them can be a month. */
function slashed(match: Match, { monthFirst }: Context): DateMeaning | undefined {
  const [, a, b, y] = match.whole.match(/(\d+)[/.-](\d+)(?:[/.-](\d+))?/)?.map(Number) ?? []
  if (a === undefined || b === undefined) return undefined
  const year = y === undefined || Number.isNaN(y) ? undefined : y < 100 ? 2000 + y : y
  const [day, month] = (monthFirst ? a <= 12 : b > 12) ? [b, a] : [a, b]
  return onDate(match, month, day, year)
}

function isoDate(match: Match): DateMeaning | undefined {
  const [, year = 0, month = 0, day = 0] = match.whole.match(/(\d{4})[-/](\d+)[-/](\d+)/)?.map(Number) ?? []
  const [, hour, minute] = match.whole.match(/t(\d\d):(\d\d)/)?.map(Number) ?? []
  const found = realDay(year, month, day)
  if (!found) return undefined
  return date(match, only(found), {
    ...firm,
    ...(hour !== undefined && minute !== undefined && { time: { hour, minute } }),
  })
}

const named = (match: Match) => onDate(match, match.get('month') ?? 0, match.get('day') ?? 0)
const DAY = '(?:{day}(?: ?(?:st|nd|rd|th))?|(?<first>یکم|yakam|first))'
const YEAR = '(?:(?:,| of)? ?{year})?'
const WEEKDAY = '(?:{weekday},? (?:the )?)?'

const first = (match: Match) => (match.group('first') ? onDate(match, match.get('month') ?? 0, 1) : named(match))

/** Dates in numbers: 2026-11-21, 15/8, 15 Aug 2027, اگست کی 15 تاریخ. */
export const datesNumeric: Pattern[] = [
  pattern(`${BY}(?:19|20|21)\\d\\d(?<sep>[-/])\\d\\d?\\k<sep>\\d\\d?(?:t\\d\\d:[0-5]\\d(?::00)?)?`, isoDate),
  pattern(`${BY}${WEEKDAY}\\d\\d?/\\d\\d?/(?:(?:20|21)\\d\\d|\\d\\d)${POST}`, slashed),
  pattern(`${BY}\\d\\d?(?<sep>[-.])\\d\\d?\\k<sep>(?:20|21)\\d\\d${POST}`, slashed),
  // "1/2 cup", "24/7": a short fraction is a date only after a word such as "on".
  pattern(
    `(?!24/7)${WEEKDAY}(?!1/[2-9](?!\\d)|[23]/[3-5](?!\\d))\\d\\d?/\\d\\d?
      (?! (?:cup|of|tsp|tbsp|inch|kg|mile)|")${POST}`,
    slashed,
  ),
  pattern(`(?:due on|due by|due|by|on|before) ${WEEKDAY}\\d\\d?/\\d\\d?`, slashed),
  pattern(`${BY}${WEEKDAY}(?:the )?${DAY}(?: of)? {month}${YEAR}${POST}`, first),
  pattern(`${BY}${WEEKDAY}{month} (?:the )?${DAY}${YEAR}`, first),
  pattern(`{month} (?:کی|کے|ki|ke) ${DAY}(?: (?:تاریخ|tareekh|tarikh|tareek))?${POST}`, first),
]
