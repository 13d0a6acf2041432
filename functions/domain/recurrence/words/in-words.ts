import type { Due } from '../../due.ts'
import type { Rule } from '../rule.ts'
import { english } from './english.ts'
import { meaningOf } from './meaning.ts'
import type { Tongue } from './tongue.ts'
import { urdu } from './urdu.ts'

export type Language = 'en' | 'ur'

const tongues: Record<Language, Tongue> = { en: english, ur: urdu }

/**
 * A rule in words, without a capital letter or a full stop. The words say exactly the same as the rule, or they are the
 * generic words. With a start they include the parts that the rule takes from it.
 */
export function ruleInWords(rule: Rule, language: Language, start?: Due): string {
  const meaning = meaningOf(rule, start)
  const tongue = tongues[language]
  return meaning ? tongue.say(meaning) : tongue.generic
}
