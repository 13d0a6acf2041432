import { occurrences } from '../recurrence/occurrences.ts'
import { type RuleText, ruleOf, ruleText } from '../recurrence/rule-text.ts'
import { addDays } from '../zone.ts'
import { type Day, LAST_DAY } from './calendar.ts'
import type { EndMeaning, RepeatMeaning } from './meaning.ts'
import { isToCome, type Moment, type Now } from './moment.ts'

export const ruleFor = ({ freq, interval, by }: RepeatMeaning, end = ''): RuleText =>
  ruleText([`FREQ=${freq}`, interval && `INTERVAL=${interval}`, by, end].filter(Boolean).join(';'))

/**
 * The first day on or after `from` that the rule names. Its interval only counts from there: "every other Monday" may
 * begin this week.
 */
function firstDay(meaning: RepeatMeaning, from: Day): Day | undefined {
  const { interval: _, ...each } = meaning
  const first = occurrences(ruleOf(ruleFor(each)), { date: from, zone: 'UTC' }).next()
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

/** The part of the rule that ends it: at the end of a day on the clocks of the task. Nothing if that is before it begins. */
export function endPart(end: EndMeaning, first: Moment): string | undefined {
  if (end.count !== undefined) return `COUNT=${end.count}`
  const last = end.last?.(first.date)
  if (last === undefined || last < first.date || last > LAST_DAY) return undefined
  return `UNTIL=${last.replaceAll('-', '')}T235900`
}
