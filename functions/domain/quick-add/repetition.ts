import { occurrences } from '../recurrence/occurrences.ts'
import { parseRule } from '../recurrence/parse-rule.ts'
import { isRefusal } from '../recurrence/rule.ts'
import { addDays, instantOf } from '../zone.ts'
import type { Day } from './calendar.ts'
import type { EndMeaning, RepeatMeaning } from './meaning.ts'
import { isToCome, type Moment, type Now } from './moment.ts'

export const ruleOf = ({ freq, interval, by }: RepeatMeaning, end = ''): string =>
  [`FREQ=${freq}`, interval && `INTERVAL=${interval}`, by, end].filter(Boolean).join(';')

/**
 * The first day on or after `from` that the rule names. Its interval only counts from there: "every other Monday" may
 * begin this week.
 */
function firstDay(meaning: RepeatMeaning, from: Day): Day | undefined {
  const { interval: _, ...each } = meaning
  const rule = parseRule(ruleOf(each))
  if (isRefusal(rule)) return undefined
  const first = occurrences(rule, { date: from, zone: 'UTC' }).next()
  return first.done ? undefined : first.value.date
}

/** The first occurrence from that day on that is still to come. */
export function firstOccurrence(
  meaning: RepeatMeaning,
  from: Day,
  time: string | undefined,
  now: Now,
): Moment | undefined {
  const date = firstDay(meaning, from)
  if (date === undefined) return undefined
  const moment: Moment = { date, ...(time !== undefined && { time }) }
  if (isToCome(moment, now)) return moment
  const later = firstDay(meaning, addDays(date, 1))
  return later === undefined ? undefined : { ...moment, date: later }
}

/** How the rule says its end; nothing if that is before it begins. RFC 5545 wants an instant where there is a time. */
export function endPart(end: EndMeaning, first: Moment, zone: string): string | undefined {
  if (end.count !== undefined) return `COUNT=${end.count}`
  const last = end.last?.(first.date)
  if (last === undefined || last < first.date) return undefined
  if (first.time === undefined) return `UNTIL=${last.replaceAll('-', '')}`
  return `UNTIL=${instantOf(last, '23:59', zone)
    .toISOString()
    .replace(/[-:]|\.\d+/g, '')}`
}
