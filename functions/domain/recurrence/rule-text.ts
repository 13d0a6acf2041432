import * as v from 'valibot'
import { inJson } from '../../kit/core/schema.ts'
import { MAX_RULE_LENGTH } from '../limits.ts'
import { readRule } from './read-rule.ts'
import type { Rule } from './rule.ts'

// The edge for rules. A value of type RuleText has passed this schema once, so code behind the edge has no case for a
// broken rule.

/** In capitals, without the `RRULE:` before it or the `;` after it that other programs write. */
export const tidy = (text: string): string =>
  text
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .replace(/;$/, '')

export const isReadable = () =>
  v.rawCheck<string>(({ dataset, addIssue }) => {
    const rule = dataset.typed ? read(tidy(dataset.value)) : undefined
    if (rule && 'fault' in rule) addIssue({ message: rule.fault })
  })

/** The text of a rule as tasks carry it. Events use this schema; requests use `RepeatRule`, which asks for more. */
export const RuleText = v.pipe(
  v.string(),
  // A longer text is not readable.
  inJson(isReadable(), { maxLength: MAX_RULE_LENGTH }),
  v.transform(tidy),
  v.brand('RuleText'),
)
export type RuleText = v.InferOutput<typeof RuleText>

/** For rules that this program writes. A broken one is a bug and throws. */
export const ruleText = (text: string): RuleText => v.parse(RuleText, text)

export function ruleOf(text: RuleText): Rule {
  const rule = read(text)
  if ('fault' in rule) throw new Error(`not read by the schema: ${text}`)
  return rule
}

/** A series asks for its rule again and again. The rules of a thousand strangers must not stay in memory. */
const rules = new Map<string, Rule>()
const KEPT_RULES = 200

function read(text: string): ReturnType<typeof readRule> {
  const kept = rules.get(text)
  if (kept) return kept
  const rule = readRule(text)
  if ('fault' in rule) return rule
  if (rules.size >= KEPT_RULES) rules.clear()
  rules.set(text, rule)
  return rule
}
