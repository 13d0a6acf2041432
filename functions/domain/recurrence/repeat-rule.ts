import * as v from 'valibot'
import type { Fault } from '../../kit/core/refusal.ts'
import { inJson } from '../../kit/core/schema.ts'
import type { Due } from '../due.ts'
import { MAX_RULE_LENGTH } from '../limits.ts'
import { occurrences } from './occurrences.ts'
import type { Rule } from './rule.ts'
import { isReadable, type RuleText, ruleOf, tidy } from './rule-text.ts'

const form = '^(?:[Rr][Rr][Uu][Ll][Ee]:)?[A-Za-z]+=[A-Za-z0-9,+-]+(?:;[A-Za-z]+=[A-Za-z0-9,+-]+)*'

/**
 * The rule of a request. It must have an occurrence for some start. Its released JSON Schema has the form without the
 * `;` at the end, so it stays as it is.
 */
export const RepeatRule = v.pipe(
  v.string(),
  v.maxLength(MAX_RULE_LENGTH),
  inJson(v.regex(new RegExp(`${form};?$`), 'must be a rule such as FREQ=WEEKLY;BYDAY=MO'), { pattern: `${form}$` }),
  inJson(isReadable(), { format: 'recurrence-rule' }),
  v.transform(tidy),
  v.brand('RuleText'),
  v.check(text => comesAtAll(ruleOf(text)), 'This rule never comes: no day of any year has all of its parts.'),
)

/** Within a century the calendar repeats every 28 years, and occurrences end with 2199: these years are enough. */
const anyStart: Due = { date: '2168-01-01', time: '00:00', zone: 'UTC' }

const comesAtAll = ({ until: _, ...endless }: Rule): boolean => comes({ ...endless, interval: 1 }, anyStart)

const comes = (rule: Rule, start: Due): boolean => !occurrences(rule, start).next().done

/** Why a rule has no occurrence from this start on. Its text alone cannot show this: monthly in February from a 30th. */
export function neverFrom(rule: Rule, start: Due): string | undefined {
  if (comes(rule, start)) return undefined
  return rule.until
    ? `This rule ends before it comes for the first time after ${start.date}.`
    : `This rule never comes after ${start.date}.`
}

interface Repeating {
  due: Due | null
  repeat: { rule: RuleText; start?: Due } | null
}

/** A fault that no schema of a single field can see. */
export function wrongWith({ due, repeat }: Repeating): Fault | undefined {
  if (!repeat) return undefined
  if (!due) return { path: 'due', message: 'is needed by a task that repeats' }
  const message = neverFrom(ruleOf(repeat.rule), repeat.start ?? due)
  return message === undefined ? undefined : { path: 'repeat.rule', message }
}
