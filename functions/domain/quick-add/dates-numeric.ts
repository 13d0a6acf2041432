import { onDayOfYear, only, realDay } from './calendar.ts'
import { date, firm } from './dates.ts'
import type { DateMeaning } from './meaning.ts'
import { BY, type Context, type Pattern, POST, pattern, type Said } from './pattern.ts'

const onDate = (said: Said, month: number, day: number, year = said.get('year')): DateMeaning | undefined => {
  if (!realDay(2028, month, day)) return undefined
  const first = year === undefined ? onDayOfYear(month, day) : only(realDay(year, month, day))
  return date(said, first, firm)
}

/** Which of two numbers is the month is the reader's custom, unless only one of them can be. */
function slashed(said: Said, { monthFirst }: Context): DateMeaning | undefined {
  const [, a, b, y] = said.whole.match(/(\d+)[/.-](\d+)(?:[/.-](\d+))?/)?.map(Number) ?? []
  if (a === undefined || b === undefined) return undefined
  const year = y === undefined || Number.isNaN(y) ? undefined : y < 100 ? 2000 + y : y
  const [day, month] = (monthFirst ? a <= 12 : b > 12) ? [b, a] : [a, b]
  return onDate(said, month, day, year)
}

function isoDate(said: Said): DateMeaning | undefined {
  const [, year = 0, month = 0, day = 0] = said.whole.match(/(\d{4})[-/](\d+)[-/](\d+)/)?.map(Number) ?? []
  const [, hour, minute] = said.whole.match(/t(\d\d):(\d\d)/)?.map(Number) ?? []
  const found = realDay(year, month, day)
  if (!found) return undefined
  return date(said, only(found), {
    ...firm,
    ...(hour !== undefined && minute !== undefined && { time: { hour, minute } }),
  })
}

const named = (said: Said) => onDate(said, said.get('month') ?? 0, said.get('day') ?? 0)
const DAY = '(?:{day}(?: ?(?:st|nd|rd|th))?|(?<first>یکم|yakam|first))'
const YEAR = '(?:(?:,| of)? ?{year})?'
const WEEKDAY = '(?:{weekday},? (?:the )?)?'

const first = (said: Said) => (said.group('first') ? onDate(said, said.get('month') ?? 0, 1) : named(said))

/** Dates by their numbers: 2026-11-21, 15/8, 15 Aug 2027, اگست کی 15 تاریخ. */
export const datesNumeric: Pattern[] = [
  pattern(`${BY}(?:19|20|21)\\d\\d(?<sep>[-/])\\d\\d?\\k<sep>\\d\\d?(?:t\\d\\d:[0-5]\\d(?::00)?)?`, isoDate),
  pattern(`${BY}${WEEKDAY}\\d\\d?/\\d\\d?/(?:(?:20|21)\\d\\d|\\d\\d)${POST}`, slashed),
  pattern(`${BY}\\d\\d?(?<sep>[-.])\\d\\d?\\k<sep>(?:20|21)\\d\\d${POST}`, slashed),
  // A half cup, a service around the clock: short fractions are dates only where a small word says so.
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
