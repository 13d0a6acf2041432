import type { Due } from '../due.ts'
import { MAX_OCCURRENCES } from '../limits.ts'
import { instantOf, localAt } from '../zone.ts'
import { type Occurrence, occurrences } from './occurrences.ts'
import type { Rule } from './rule.ts'
import { type RuleText, ruleOf } from './rule-text.ts'

/** A series as each of its tasks carries it. */
export interface Series {
  rule: RuleText
  from: 'due' | 'completion'
  /** The due date with which the series began, kept unchanged: everything is counted from it, so nothing drifts. */
  start: Due
  /**
   * Which one of the series the present task is: 1 for the first, even when the rule does not name its date. Those
   * that were missed count too, as RFC 5545 counts them, so the task of a date has the same number whatever was done.
   */
  occurrence: number
  /** When the present task is due, which may have been moved. */
  due: Due
}

/** When, and how, the present task was left. */
export interface Leaving {
  at: Date
  skipped?: boolean
}

export interface Next {
  due: Due
  occurrence: number
  /** How many came and went between the present task and `at`, without ever having been a task. */
  missed: number
}

/** The series is over: the rule has had its COUNT, is past UNTIL, never comes again, or has come 1,000 times. */
export interface Ended {
  ended: 'count' | 'until' | 'never' | 'cap'
  missed: number
}

/**
 * The one task that follows. It is always in the future and after the present due date: what was missed is counted
 * and never piled up. A date that has no time is in the future from the next day on, so what was done today does
 * not come back today; of a task that was skipped, today's may come.
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

/** The start is the first of its series even when the rule does not name it; then the rule's own follow from 2 on. */
function* numbered(rule: Rule, start: Due): Generator<{ number: number; occurrence: Occurrence }> {
  let number = 0
  for (const occurrence of occurrences(rule, start)) {
    if (number === 0 && (occurrence.date !== start.date || occurrence.time !== start.time)) number = 1
    number++
    yield { number, occurrence }
  }
}

/** Here the rule starts anew on the day of completion, at the time of day of the series; only the counter goes on. */
function afterCompletion(rule: Rule, series: Series, leaving: Leaving): Next | Ended {
  const number = series.occurrence + 1
  if (rule.count !== undefined && number > rule.count) return { ended: 'count', missed: 0 }
  if (number > MAX_OCCURRENCES) return { ended: 'cap', missed: 0 }
  const { count: _, ...endless } = rule
  const { date } = localAt(leaving.at, series.start.zone)
  // What is skipped before its day would otherwise come back before the day on which it was skipped.
  const from = leaving.skipped && series.due.date > date ? series.due.date : date
  for (const occurrence of occurrences(endless, { ...series.start, date: from }))
    if (occurrence.date > from) return { due: dueOf(occurrence, series.start.zone), occurrence: number, missed: 0 }
  return { ended: howItEnds(rule), missed: 0 }
}

/** How an occurrence stands to the moment at which the present task was left; a date counts by the calendar. */
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
