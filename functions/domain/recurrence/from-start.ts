import * as v from 'valibot'
import type { Due } from '../due.ts'
import { LocalDate } from '../local-date.ts'
import { instantOf } from '../zone.ts'
import { hasFloatingEnd } from './read-rule.ts'
import { formatUntil, type Rule, type Until, type Weekday } from './rule.ts'
import { type RuleText, ruleOf, ruleText } from './rule-text.ts'

export type StartedRule = Rule & { readonly until?: Until }

/** The rule with the parts that it takes from its start: the weekday, the day of the month, the month, the zone of UNTIL. */
export function fromStart({ until, ...rule }: Rule, start: Due): StartedRule {
  if (!until) return withDay(rule, start)
  return { ...withDay(rule, start), until: 'floating' in until ? untilIn(until.floating, start) : until }
}

function withDay<T extends Omit<Rule, 'until'>>(rule: T, start: Due): T {
  const date = new Date(`${start.date}T00:00:00Z`)
  const byDay = [{ weekday: (date.getUTCDay() || 7) as Weekday }]
  const hasDay = rule.byDay.length || rule.byMonthDay.length || rule.byYearDay.length
  if (hasDay || rule.freq === 'DAILY') return rule
  if (rule.freq === 'WEEKLY' || rule.byWeekNo.length) return { ...rule, byDay }
  const byMonthDay = [date.getUTCDate()]
  if (rule.freq === 'MONTHLY' || rule.byMonth.length) return { ...rule, byMonthDay }
  return { ...rule, byMonthDay, byMonth: [date.getUTCMonth() + 1] }
}

/** Other programs write UNTIL without Z: a local time in the zone of the start. When the start is a date, so is the end. */
function untilIn(floating: string, { time, zone }: Due): Until {
  const [date = '', clock = ''] = floating.split('T')
  if (time === undefined) return { date }
  const minute = instantOf(date, clock.slice(0, 5), zone)
  const instant = new Date(minute.getTime() + Number(clock.slice(6)) * 1000).toISOString()
  // At the edges of our calendar the instant may fall into a year that no rule can have.
  return v.is(LocalDate, instant.slice(0, 10)) ? { instant } : { date }
}

/** The rule as a task keeps it: UNTIL is a date or an instant, so that readers do not need the start. */
export function keptRule(text: RuleText, start: Due): RuleText {
  if (!hasFloatingEnd(text)) return text
  const { until } = fromStart(ruleOf(text), start)
  return until ? ruleText(text.replace(/UNTIL=\w+/, `UNTIL=${formatUntil(until)}`)) : text
}
