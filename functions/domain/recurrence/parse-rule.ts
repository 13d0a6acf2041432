import * as v from 'valibot'
import { inJson } from '../../kit/core/schema.ts'
import type { Due } from '../due.ts'
import { occurrences } from './occurrences.ts'
import { readers } from './read-parts.ts'
import { type Freq, isRefusal, MAX_RULE_LENGTH, malformed, type Refusal, type Rule, refuse, shown } from './rule.ts'

/** A rule that can happen: what is wrong with any other text is said in words. */
export function parseRule(text: string): Rule | Refusal {
  const rule = readRule(text)
  if (isRefusal(rule)) return rule
  const { until: _, ...endless } = rule
  if (comes({ ...endless, interval: 1 }, anyStart)) return rule
  return refuse('rule-never', 'This rule never comes: no day of any year is all that it says.')
}

/** The text of a rule, kept in capitals and without the `RRULE:` that some programs put before it. */
export const RepeatRule = v.pipe(
  v.string(),
  v.maxLength(MAX_RULE_LENGTH),
  v.regex(
    /^(?:[Rr][Rr][Uu][Ll][Ee]:)?[A-Za-z]+=[A-Za-z0-9,+-]+(?:;[A-Za-z]+=[A-Za-z0-9,+-]+)*$/,
    'must be a rule such as FREQ=WEEKLY;BYDAY=MO',
  ),
  inJson(
    v.rawCheck<string>(({ dataset, addIssue }) => {
      const rule = dataset.typed ? parseRule(dataset.value) : undefined
      if (rule && isRefusal(rule)) addIssue({ message: rule.message })
    }),
    { format: 'recurrence-rule' },
  ),
  v.transform(text => text.toUpperCase().replace(/^RRULE:/, '')),
)

/** Whether a rule ever comes from this start on, which its text cannot tell: monthly in February from a 30th is never. */
export function checkStart(rule: Rule, start: Due): Refusal | undefined {
  if (comes(rule, start)) return undefined
  return rule.until
    ? refuse('rule-never', `This rule ends before it comes for the first time after ${start.date}.`)
    : refuse('rule-never', `This rule never comes after ${start.date}.`)
}

/** Within a century the calendar repeats every 28 years, and occurrences end with 2199: fewer years tell as much. */
const anyStart: Due = { date: '2168-01-01', time: '00:00', zone: 'UTC' }

const comes = (rule: Rule, start: Due): boolean => !occurrences(rule, start).next().done

/** Reads the text of one rule; whether what it says can ever happen is not asked here. */
export function readRule(text: string): Rule | Refusal {
  if (text.length > MAX_RULE_LENGTH)
    return refuse('rule-too-long', `A rule may have ${MAX_RULE_LENGTH} characters; this one has ${text.length}.`)
  const parts = split(text.toUpperCase().replace(/^RRULE:/, ''))
  return isRefusal(parts) ? parts : (contradiction(parts) ?? build(parts))
}

type Parts = Map<string, string>

function split(text: string): Parts | Refusal {
  const parts: Parts = new Map()
  if (/DTSTART|EXDATE|RDATE|EXRULE/.test(text))
    return malformed('The start and single dates are no part of the rule: give the rule alone, from FREQ on.')
  if (/\s|RRULE/.test(text)) return malformed('Give one rule alone, without spaces or line breaks.')
  for (const part of text.split(';')) {
    const [name = '', value = '', ...more] = part.split('=')
    if (!name || !value || more.length) return malformed(`«${shown(part)}» is not a part such as FREQ=DAILY.`)
    if (name !== 'FREQ' && !Object.hasOwn(readers, name)) return malformed(`«${shown(name)}» is no part of a rule.`)
    if (parts.has(name))
      return malformed(name === 'FREQ' ? 'These are two rules: give one.' : `${name} may be given only once.`)
    parts.set(name, value)
  }
  if (!parts.has('FREQ')) return malformed('A rule says FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.')
  return parts
}

/** What RFC 5545 says must not be together, each in words. */
function contradiction(parts: Parts): Refusal | undefined {
  const freq = parts.get('FREQ')
  const ordinals = /\d/.test(parts.get('BYDAY') ?? '')
  const clash = (message: string) => refuse('rule-contradiction', message)
  if (parts.has('COUNT') && parts.has('UNTIL')) return clash('A rule ends after a COUNT or on UNTIL, not both.')
  if (parts.has('BYWEEKNO') && freq !== 'YEARLY') return clash('Only a yearly rule can name weeks by number.')
  if (parts.has('BYYEARDAY') && freq !== 'YEARLY') return clash('Only a yearly rule can name days of the year.')
  if (parts.has('BYMONTHDAY') && freq === 'WEEKLY') return clash('A weekly rule cannot name days of the month.')
  if (ordinals && freq !== 'MONTHLY' && freq !== 'YEARLY')
    return clash('Only a monthly or yearly rule can name a weekday by its number, such as 2TU.')
  if (ordinals && parts.has('BYWEEKNO')) return clash('Beside week numbers a weekday has no number of its own.')
  if (parts.has('BYSETPOS') && ![...parts.keys()].some(name => /^BY(?!SETPOS)/.test(name)))
    return clash('BYSETPOS chooses among what another BY… part names: there is none.')
  return undefined
}

function build(parts: Parts): Rule | Refusal {
  const freq = readFreq(parts.get('FREQ') ?? '')
  if (typeof freq !== 'string') return freq
  const rule: Rule = {
    freq,
    interval: 1,
    weekStart: 1,
    byMonth: [],
    byWeekNo: [],
    byYearDay: [],
    byMonthDay: [],
    byDay: [],
    byHour: [],
    byMinute: [],
    bySetPos: [],
  }
  for (const [name, value] of parts) {
    const message = readers[name]?.(value, rule)
    if (message) return malformed(message)
  }
  return rule
}

function readFreq(value: string): Freq | Refusal {
  if (value === 'DAILY' || value === 'WEEKLY' || value === 'MONTHLY' || value === 'YEARLY') return value
  if (value === 'SECONDLY' || value === 'MINUTELY' || value === 'HOURLY')
    return refuse('rule-too-often', 'A task repeats daily at most; several times a day are named by BYHOUR.')
  return malformed(`FREQ is DAILY, WEEKLY, MONTHLY or YEARLY, not «${shown(value)}».`)
}
