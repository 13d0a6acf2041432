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

/** Urdu word order, in either script: what English says before a date, it says after. */
export const datesUr: Pattern[] = [
  pattern(`{relativeDay}${POST}`, (said, context) => relative(said, context)),
  // "the evening of tomorrow" is a date with a time; any other "of" makes the date describe a thing.
  pattern(`{relativeDay} ${OF} {dayPart}${POST}`, (said, context) =>
    relative(said, context, { time: { part: said.get('dayPart') ?? 'morning' } }),
  ),
  pattern(`{plainWeekday}${POST}(?! ?\\()`, said => date(said, onWeekday(said.get('plainWeekday') ?? 1))),
  pattern(`{weekday}${POST}`, said =>
    date(said, onWeekday(said.get('weekday') ?? 1), { ...(!/ /.test(said.whole) && { shy: true }) }),
  ),
  pattern(`{weekday} ${OF} {dayPart}${POST}`, said =>
    date(said, onWeekday(said.get('weekday') ?? 1), { ...firm, time: { part: said.get('dayPart') ?? 'morning' } }),
  ),
  pattern(`${THIS} {weekday}${POST}`, said => date(said, onWeekday(said.get('weekday') ?? 1), firm)),
  pattern(`${NEXT} {unit}${POST}`, (said, context) => date(said, nextUnit(context, said.get('unit')), firm)),
  pattern('(?:weekend|ویک اینڈ) (?:پر|pe|par|ko|کو|تک|tak)', said => date(said, onWeekday(6), firm)),
  pattern(`${NEXT} ${MONTH} {day}(?: ${DATE})? (?:کو|ko|تک|tak)`, (said, context) =>
    date(said, only(onDayOfMonth(said.get('day') ?? 0)(monthsAhead(context, 1))), firm),
  ),
  pattern(`${NEXT} {weekday}${POST}`, (said, context) => date(said, nextWeekday(context, said.get('weekday')), firm)),
  pattern(`${NEXT} (?:ہفتے|ہفتہ|hafte|haftay|week)(?: ${OF})? {weekday}${POST}`, (said, context) =>
    date(said, nextWeekday(context, said.get('weekday')), firm),
  ),
  pattern(`(?:${NEXT} )?{number} {unit} ${LATER}`, (said, context) => date(said, inUnits(said, context), firm)),
  pattern(`{unit} ${AFTER}`, (said, context) =>
    said.get('unit') === 'day' ? undefined : date(said, inUnits(said, context), firm),
  ),
  pattern(`{relativeDay} (?:سے|se) {number} {unit} (?:بعد|baad|bad)`, (said, context) =>
    date(said, inUnits(said, { ...context, today: addDays(context.today, said.get('relativeDay') ?? 0) }), firm),
  ),
  pattern(`(?:${THIS} |(?<next>${NEXT}) )?${MONTH} ${OF} (?:${END}|${LAST_DAY}${POST})`, (said, context) =>
    date(said, only(endOfMonth(monthsAhead(context, said.group('next') ? 1 : 0))), firm),
  ),
  pattern(`(?:${THIS} |(?<next>${NEXT}) )?${YEAR} ${OF} (?:${END}|${LAST_DAY}${POST})`, (said, context) =>
    date(said, only(`${Number(context.today.slice(0, 4)) + (said.group('next') ? 1 : 0)}-12-31`), firm),
  ),
  pattern(`(?:${THIS} )?(?:ہفتے|hafte|haftay) ${OF} ${END}`, said => date(said, onWeekday(5), firm)),
  pattern(
    `(?:(?:${THIS} |(?<next>${NEXT}) )${MONTH} ${OF} )?(?:{day}|(?<first>یکم|پہلی|pehli))(?: ${DATE})?${POST}`,
    (said, context) => {
      const day = said.group('first') ? 1 : (said.get('day') ?? 0)
      if (day < 1 || day > 31 || !new RegExp(`${DATE}|${MONTH}|یکم`).test(said.whole)) return undefined
      return date(said, said.group('next') ? only(onDayOfMonth(day)(monthsAhead(context, 1))) : onDayOfMonth(day), firm)
    },
  ),
  pattern(`(?:${THIS} |(?<next>${NEXT}) )?${MONTH} ${OF} {ordinal} (?:{weekday}|${WORKDAY})${POST}`, (said, context) =>
    date(said, nthOfMonth(said, context, said.group('next') ? 1 : undefined), firm),
  ),
  pattern(`{month}(?: {year})? ${OF} {ordinal} (?:{weekday}|${WORKDAY})${POST}`, said =>
    date(said, nthOfNamedMonth(said), firm),
  ),
]
