import { addDays } from '../zone.ts'
import { endOfMonth, onDayOfMonth, only, onWeekday } from './calendar.ts'
import {
  date,
  firm,
  inUnits,
  monthsAhead,
  nextUnit,
  nextWeekday,
  nthOfMonth,
  nthOfNamedMonth,
  relative,
} from './dates.ts'
import { AFTER, LATER, NEXT, OF, type Pattern, POST, pattern, THIS, WORKDAY } from './pattern.ts'

const MONTH = '(?:مہینے|مہینہ|ماہ|mahine|mahinay|maheene|maheenay|mah)'
const YEAR = '(?:سال|saal|sal)'
const DATE = '(?:تاریخ|tareekh|tarikh|tareek|tareeq)'
const END = '(?:آخر|اختتام|aakhir|akhir|end)(?: (?:میں|mein|main|me|تک|tak|پر|par))?'
const LAST_DAY = '(?:آخری (?:دن|تاریخ)|(?:aakhri|akhri) (?:din|tareekh|tarikh))'

/** Urdu word order, in both scripts: the small words come after the date. */
export const datesUr: Pattern[] = [
  pattern(`{relativeDay}${POST}`, (match, context) => relative(match, context)),
  // "the evening of tomorrow" is a date with a time. With any other "of" the date describes a thing.
  pattern(`{relativeDay} ${OF} {dayPart}${POST}`, (match, context) =>
    relative(match, context, { time: { part: match.get('dayPart') ?? 'morning' } }),
  ),
  pattern(`{plainWeekday}${POST}(?! ?\\()`, match => date(match, onWeekday(match.get('plainWeekday') ?? 1))),
  pattern(`{weekday}${POST}`, match =>
    date(match, onWeekday(match.get('weekday') ?? 1), { ...(!/ /.test(match.whole) && { shy: true }) }),
  ),
  pattern(`{weekday} ${OF} {dayPart}${POST}`, match =>
    date(match, onWeekday(match.get('weekday') ?? 1), { ...firm, time: { part: match.get('dayPart') ?? 'morning' } }),
  ),
  pattern(`${THIS} {weekday}${POST}`, match => date(match, onWeekday(match.get('weekday') ?? 1), firm)),
  pattern(`${NEXT} {unit}${POST}`, (match, context) => date(match, nextUnit(context, match.get('unit')), firm)),
  pattern('(?:weekend|ویک اینڈ) (?:پر|pe|par|ko|کو|تک|tak)', match => date(match, onWeekday(6), firm)),
  pattern(`${NEXT} ${MONTH} {day}(?: ${DATE})? (?:کو|ko|تک|tak)`, (match, context) =>
    date(match, only(onDayOfMonth(match.get('day') ?? 0)(monthsAhead(context, 1))), firm),
  ),
  pattern(`${NEXT} {weekday}${POST}`, (match, context) =>
    date(match, nextWeekday(context, match.get('weekday')), firm),
  ),
  pattern(`${NEXT} (?:ہفتے|ہفتہ|hafte|haftay|week)(?: ${OF})? {weekday}${POST}`, (match, context) =>
    date(match, nextWeekday(context, match.get('weekday')), firm),
  ),
  pattern(`(?:${NEXT} )?{number} {unit} ${LATER}`, (match, context) => date(match, inUnits(match, context), firm)),
  pattern(`{unit} ${AFTER}`, (match, context) =>
    match.get('unit') === 'day' ? undefined : date(match, inUnits(match, context), firm),
  ),
  pattern(`{relativeDay} (?:سے|se) {number} {unit} (?:بعد|baad|bad)`, (match, context) =>
    date(match, inUnits(match, { ...context, today: addDays(context.today, match.get('relativeDay') ?? 0) }), firm),
  ),
  pattern(`(?:${THIS} |(?<next>${NEXT}) )?${MONTH} ${OF} (?:${END}|${LAST_DAY}${POST})`, (match, context) =>
    date(match, only(endOfMonth(monthsAhead(context, match.group('next') ? 1 : 0))), firm),
  ),
  pattern(`(?:${THIS} |(?<next>${NEXT}) )?${YEAR} ${OF} (?:${END}|${LAST_DAY}${POST})`, (match, context) =>
    date(match, only(`${Number(context.today.slice(0, 4)) + (match.group('next') ? 1 : 0)}-12-31`), firm),
  ),
  pattern(`(?:${THIS} )?(?:ہفتے|hafte|haftay) ${OF} ${END}`, match => date(match, onWeekday(5), firm)),
  pattern(
    `(?:(?:${THIS} |(?<next>${NEXT}) )${MONTH} ${OF} )?(?:{day}|(?<first>یکم|پہلی|pehli))(?: ${DATE})?${POST}`,
    (match, context) => {
      const day = match.group('first') ? 1 : (match.get('day') ?? 0)
      if (day < 1 || day > 31 || !new RegExp(`${DATE}|${MONTH}|یکم`).test(match.whole)) return undefined
      return date(
        match,
        match.group('next') ? only(onDayOfMonth(day)(monthsAhead(context, 1))) : onDayOfMonth(day),
        firm,
      )
    },
  ),
  pattern(`(?:${THIS} |(?<next>${NEXT}) )?${MONTH} ${OF} {ordinal} (?:{weekday}|${WORKDAY})${POST}`, (match, context) =>
    date(match, nthOfMonth(match, context, match.group('next') ? 1 : undefined), firm),
  ),
  pattern(`{month}(?: {year})? ${OF} {ordinal} (?:{weekday}|${WORKDAY})${POST}`, match =>
    date(match, nthOfNamedMonth(match), firm),
  ),
]
