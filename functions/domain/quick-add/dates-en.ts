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
import { ALONE, BY, type Context, NEXT, type Pattern, pattern, type Said, WORKDAY } from './pattern.ts'

/** The end of a week is its Friday: who means Sunday is early, not late. */
function endOf(said: Said, context: Context): First {
  const ahead = said.group('next') ? 1 : 0
  const period = (said.group('period') ?? said.group('letter'))?.charAt(0)
  if (period === 'm') return only(endOfMonth(monthsAhead(context, ahead)))
  if (period === 'y') return only(`${Number(context.today.slice(0, 4)) + ahead}-12-31`)
  if (period === 'd') return only(context.today)
  return ahead ? nextWeekday(context, 5) : onWeekday(5)
}

function unitsFrom(said: Said, { today }: Context): First {
  const days = said.get('relativeDay')
  const start = days === undefined ? onWeekday(said.get('weekday') ?? 1)(today) : addDays(today, days)
  return only(start && plus(start, said.get('number') ?? 1, said.get('unit') ?? 'day'))
}

/** English word order: "by Friday", "in three days". Any language's words may stand in it. */
export const datesEn: Pattern[] = [
  pattern(`${BY}{relativeDay}`, relative),
  pattern('later today', (said, { today }) => date(said, only(today), firm)),
  pattern('tonight|tonite|this {dayPart}', (said, { today }) =>
    date(said, only(today), { ...firm, time: { part: said.get('dayPart') ?? 'night' } }),
  ),
  // A name before a bracket is a title: Friday (a novel).
  pattern(`${BY}{plainWeekday}(?! ?\\()`, said => date(said, onWeekday(said.get('plainWeekday') ?? 1))),
  pattern('(?:due on|due by|due|by|on|before|this coming|this|coming) {weekday}', said =>
    date(said, onWeekday(said.get('weekday') ?? 1), firm),
  ),
  pattern('{weekday}', said => date(said, onWeekday(said.get('weekday') ?? 1), { shy: true })),
  pattern(`${BY}(?:${NEXT} {weekday}|{weekday:a},? (?:of )?next week|next week(?: on)? {weekday:b})`, (said, context) =>
    date(said, nextWeekday(context, said.get('weekday') ?? said.get('weekday', 'a') ?? said.get('weekday', 'b')), firm),
  ),
  pattern(`${BY}next (?<period>week|month|year)`, (said, context) =>
    date(said, nextUnit(context, said.group('period')), firm),
  ),
  pattern(`(?:(?:by|on|for) (?:the |this )?|this |(?<next>(?:by |on |for )?next ))weekend`, (said, context) =>
    date(said, said.group('next') ? nextWeekday(context, 6) : onWeekday(6), firm),
  ),
  pattern("(?:due )?(?:in|within) (?:the next )?{number} {unit}(?:'? time)?", (said, context) =>
    date(said, inUnits(said, context), firm),
  ),
  pattern('in (?<count>\\d{1,3}) ?(?<letter>d|w)', (said, { today }) =>
    date(said, only(plus(today, Number(said.group('count')), said.group('letter') === 'w' ? 'week' : 'day')), firm),
  ),
  pattern('{number} {unit} from (?:now|today)', (said, context) => date(said, inUnits(said, context), firm)),
  pattern('(?:due )?{number} {unit} (?:from|after) (?:{relativeDay}|{weekday})', (said, context) =>
    date(said, unitsFrom(said, context), firm),
  ),
  pattern(
    `${BY}(?:at )?(?:the )?(?:end of (?:the |this |(?<next>next ))?(?<period>month|year|week|day)|eo(?<letter>[mwyd]))`,
    (said, context) => date(said, endOf(said, context), firm),
  ),
  pattern(`${BY}(?:the )?last day of (?:the|this|(?<next>next)) (?<period>month|year)`, (said, context) =>
    date(said, endOf(said, context), firm),
  ),
  pattern(
    `(?:(?:due by|due on|due|by|on|before|for) the |by |on |the )(?:{ordinal})(?: of (?:the|this) month)?${ALONE}`,
    said => {
      const day = said.get('ordinal') ?? 0
      return /\d/.test(said.whole) && day >= 1 && day <= 31 ? date(said, onDayOfMonth(day), firm) : undefined
    },
  ),
  pattern(`${BY}(?:the )?{ordinal} of next month`, (said, context) =>
    date(said, only(onDayOfMonth(said.get('ordinal') ?? 1)(monthsAhead(context, 1))), firm),
  ),
  pattern(
    `${BY}(?:the )?{ordinal} (?:{weekday}|${WORKDAY}) (?:of|in) (?:the month|(?<this>this month)|(?<next>next month))`,
    (said, context) =>
      date(said, nthOfMonth(said, context, said.group('next') ? 1 : said.group('this') ? 0 : undefined), firm),
  ),
  pattern(`${BY}(?:the )?{ordinal} (?:{weekday}|${WORKDAY}) (?:of|in) {month}(?:,? {year})?`, said =>
    date(said, nthOfNamedMonth(said), firm),
  ),
]
