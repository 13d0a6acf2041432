import { addDays } from '../zone.ts'
import { endOfMonth, type First, onDayOfMonth, only, onWeekday, plus } from './calendar.ts'
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
import { ALONE, BY, type Context, type Match, NEXT, type Pattern, pattern, WORKDAY } from './pattern.ts'

/** The end of a week is its Friday: a person who means Sunday is early then, and not late. */
function endOf(match: Match, context: Context): First {
  const ahead = match.group('next') ? 1 : 0
  const period = (match.group('period') ?? match.group('letter'))?.charAt(0)
  if (period === 'm') return only(endOfMonth(monthsAhead(context, ahead)))
  if (period === 'y') return only(`${Number(context.today.slice(0, 4)) + ahead}-12-31`)
  if (period === 'd') return only(context.today)
  return ahead ? nextWeekday(context, 5) : onWeekday(5)
}

function unitsFrom(match: Match, { today }: Context): First {
  const days = match.get('relativeDay')
  const start = days === undefined ? onWeekday(match.get('weekday') ?? 1)(today) : addDays(today, days)
  return only(start && plus(start, match.get('number') ?? 1, match.get('unit') ?? 'day'))
}

/** English word order: "by Friday", "in three days". The words can be of any language. */
export const datesEn: Pattern[] = [
  pattern(`${BY}{relativeDay}`, relative),
  pattern('later today', (match, { today }) => date(match, only(today), firm)),
  pattern('tonight|tonite|this {dayPart}', (match, { today }) =>
    date(match, only(today), { ...firm, time: { part: match.get('dayPart') ?? 'night' } }),
  ),
  // A weekday before a bracket is a title: Friday (a novel).
  pattern(`${BY}{plainWeekday}(?! ?\\()`, match => date(match, onWeekday(match.get('plainWeekday') ?? 1))),
  pattern('(?:due on|due by|due|by|on|before|this coming|this|coming) {weekday}', match =>
    date(match, onWeekday(match.get('weekday') ?? 1), firm),
  ),
  pattern('{weekday}', match => date(match, onWeekday(match.get('weekday') ?? 1), { shy: true })),
  pattern(
    `${BY}(?:${NEXT} {weekday}|{weekday:a},? (?:of )?next week|next week(?: on)? {weekday:b})`,
    (match, context) =>
      date(
        match,
        nextWeekday(context, match.get('weekday') ?? match.get('weekday', 'a') ?? match.get('weekday', 'b')),
        firm,
      ),
  ),
  pattern(`${BY}next (?<period>week|month|year)`, (match, context) =>
    date(match, nextUnit(context, match.group('period')), firm),
  ),
  pattern(`(?:(?:by|on|for) (?:the |this )?|this |(?<next>(?:by |on |for )?next ))weekend`, (match, context) =>
    date(match, match.group('next') ? nextWeekday(context, 6) : onWeekday(6), firm),
  ),
  pattern("(?:due )?(?:in|within) (?:the next )?{number} {unit}(?:'? time)?", (match, context) =>
    date(match, inUnits(match, context), firm),
  ),
  pattern('in (?<count>\\d{1,3}) ?(?<letter>d|w)', (match, { today }) =>
    date(match, only(plus(today, Number(match.group('count')), match.group('letter') === 'w' ? 'week' : 'day')), firm),
  ),
  pattern('{number} {unit} from (?:now|today)', (match, context) => date(match, inUnits(match, context), firm)),
  pattern('(?:due )?{number} {unit} (?:from|after) (?:{relativeDay}|{weekday})', (match, context) =>
    date(match, unitsFrom(match, context), firm),
  ),
  pattern(
    `${BY}(?:at )?(?:the )?(?:end of (?:the |this |(?<next>next ))?(?<period>month|year|week|day)|eo(?<letter>[mwyd]))`,
    (match, context) => date(match, endOf(match, context), firm),
  ),
  pattern(`${BY}(?:the )?last day of (?:the|this|(?<next>next)) (?<period>month|year)`, (match, context) =>
    date(match, endOf(match, context), firm),
  ),
  pattern(
    `(?:(?:due by|due on|due|by|on|before|for) the |by |on |the )(?:{ordinal})(?: of (?:the|this) month)?${ALONE}`,
    match => {
      const day = match.get('ordinal') ?? 0
      return /\d/.test(match.whole) && day >= 1 && day <= 31 ? date(match, onDayOfMonth(day), firm) : undefined
    },
  ),
  pattern(`${BY}(?:the )?{ordinal} of next month`, (match, context) =>
    date(match, only(onDayOfMonth(match.get('ordinal') ?? 1)(monthsAhead(context, 1))), firm),
  ),
  pattern(
    `${BY}(?:the )?{ordinal} (?:{weekday}|${WORKDAY}) (?:of|in) (?:the month|(?<this>this month)|(?<next>next month))`,
    (match, context) =>
      date(match, nthOfMonth(match, context, match.group('next') ? 1 : match.group('this') ? 0 : undefined), firm),
  ),
  pattern(`${BY}(?:the )?{ordinal} (?:{weekday}|${WORKDAY}) (?:of|in) {month}(?:,? {year})?`, match =>
    date(match, nthOfNamedMonth(match), firm),
  ),
]
