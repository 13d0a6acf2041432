import type { Due } from '../../due.ts'
import type { Rule } from '../rule.ts'
import { english } from './english.ts'
import { meaningOf } from './meaning.ts'
import type { Tongue } from './tongue.ts'
import { urdu } from './urdu.ts'

export type Language = 'en' | 'ur'

const tongues: Record<Language, Tongue> = { en: english, ur: urdu }

/**
 * A rule as a person would say it, without a capital or a full stop. It says all that the rule says, or it is the
 * generic words; with a start it also says what the rule takes from there.
 */
export function ruleInWords(rule: Rule, language: Language, start?: Due): string {
  const meaning = meaningOf(rule, start)
  const tongue = tongues[language]
  return meaning ? tongue.say(meaning) : tongue.generic
}
