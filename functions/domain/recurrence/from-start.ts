import type { Due } from '../due.ts'
import type { Rule, Weekday } from './rule.ts'

/** What the rule does not say comes from the start: its weekday, its day of the month, its month. */
export function fromStart(rule: Rule, start: Due): Rule {
  const date = new Date(`${start.date}T00:00:00Z`)
  const byDay = [{ weekday: (date.getUTCDay() || 7) as Weekday }]
  const saysDay = rule.byDay.length || rule.byMonthDay.length || rule.byYearDay.length
  if (saysDay || rule.freq === 'DAILY') return rule
  if (rule.freq === 'WEEKLY' || rule.byWeekNo.length) return { ...rule, byDay }
  const byMonthDay = [date.getUTCDate()]
  if (rule.freq === 'MONTHLY' || rule.byMonth.length) return { ...rule, byMonthDay }
  return { ...rule, byMonthDay, byMonth: [date.getUTCMonth() + 1] }
}
