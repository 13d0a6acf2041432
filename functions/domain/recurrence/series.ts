import type { Due } from '../due.ts'
import { MAX_OCCURRENCES } from '../limits.ts'
import { instantOf, localAt } from '../zone.ts'
import { type Occurrence, occurrences } from './occurrences.ts'
import type { Rule } from './rule.ts'
import { type RuleText, ruleOf } from './rule-text.ts'

/** The state of a series, as each of its tasks has it. */
export interface Series {
  rule: RuleText
  from: 'due' | 'completion'
  /** The first due date of the series. It never changes, and all counts start from it, so nothing drifts. */
  start: Due
  /**
   * The number of the present task in the series: 1 for the first, also when the rule does not match its date. Missed
   * occurrences count too, as in RFC 5545, so the number of a date does not depend on what people complete.
   */
  occurrence: number
  /** The due date of the present task. The person may have moved it. */
  due: Due
}

/** When the present task was completed or skipped. */
export interface Leaving {
  at: Date
  skipped?: boolean
}

export interface Next {
  due: Due
  occurrence: number
  /** How many occurrences between the present task and `at` passed and never became a task. */
  missed: number
}

/** Why the series has ended: COUNT is reached, UNTIL has passed, no date is left, or it has had 1,000 occurrences. */
export interface Ended {
  ended: 'count' | 'until' | 'never' | 'cap'
  missed: number
}

/**
 * The next occurrence. It is always in the future and after the present due date: missed occurrences are counted, and
 * no task is created for them. A date without a time is in the future from the next day on, so a task that is done
 * today does not come back today. After a skip the occurrence of today may come.
 */
export function nextOccurrence(series: Series, leaving: Leaving): Next | Ended {
  const rule = ruleOf(series.rule)
  return series.from === 'completion' ? afterCompletion(rule, series, leaving) : afterDue(rule, series, leaving)
}

function afterDue(rule: Rule, series: Series, leaving: Leaving): Next | Ended {
  const { isFuture, wasMissed } = judge(series.start, leaving)
  const isAfterDue = after(series.due)
  let missed = 0
  for (const { number, occurrence } of numbered(rule, series.start)) {
    if (number > MAX_OCCURRENCES) return { ended: 'cap', missed }
    if (number <= series.occurrence) continue
    if (isAfterDue(occurrence) && isFuture(occurrence))
      return { due: dueOf(occurrence, series.start.zone), occurrence: number, missed }
    if (wasMissed(occurrence)) missed++
  }
  return { ended: howItEnds(rule), missed }
}

/** The start has number 1, also when the rule does not match it. In that case the rule's occurrences follow from 2 on. */
function* numbered(rule: Rule, start: Due): Generator<{ number: number; occurrence: Occurrence }> {
  let number = 0
  for (const occurrence of occurrences(rule, start)) {
    if (number === 0 && (occurrence.date !== start.date || occurrence.time !== start.time)) number = 1
    number++
    yield { number, occurrence }
  }
}

/** The rule starts again on the day of completion, at the time of day of the series. Only the number goes on. */
function afterCompletion(rule: Rule, series: Series, leaving: Leaving): Next | Ended {
  const number = series.occurrence + 1
  if (rule.count !== undefined && number > rule.count) return { ended: 'count', missed: 0 }
  if (number > MAX_OCCURRENCES) return { ended: 'cap', missed: 0 }
  const { count: _, ...endless } = rule
  const { date } = localAt(leaving.at, series.start.zone)
  // Otherwise a task that is skipped before its due date would come back before that date.
  const from = leaving.skipped && series.due.date > date ? series.due.date : date
  for (const occurrence of occurrences(endless, { ...series.start, date: from }))
    if (occurrence.date > from) return { due: dueOf(occurrence, series.start.zone), occurrence: number, missed: 0 }
  return { ended: howItEnds(rule), missed: 0 }
}

/** Whether an occurrence is after or before the moment of completion. Dates without a time compare by calendar day. */
function judge(start: Due, leaving: Leaving) {
  if (start.time !== undefined)
    return {
      isFuture: ({ at }: Occurrence) => at > leaving.at,
      wasMissed: ({ at }: Occurrence) => at <= leaving.at,
    }
  const today = localAt(leaving.at, start.zone).date
  return {
    isFuture: ({ date }: Occurrence) => (leaving.skipped ? date >= today : date > today),
    wasMissed: ({ date }: Occurrence) => date < today,
  }
}

function after(due: Due): (occurrence: Occurrence) => boolean {
  if (due.time === undefined) return ({ date }) => date > due.date
  const instant = instantOf(due.date, due.time, due.zone)
  return ({ date, time, at }) => (time === undefined ? date > due.date : at > instant)
}

const dueOf = ({ date, time }: Occurrence, zone: string): Due =>
  time === undefined ? { date, zone } : { date, time, zone }

const howItEnds = (rule: Rule): Ended['ended'] => (rule.count !== undefined ? 'count' : rule.until ? 'until' : 'never')
