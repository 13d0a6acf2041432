import * as v from 'valibot'
import type { Due } from '../../../domain/due.ts'
import { RuleText, ruleOf } from '../../../domain/recurrence/rule-text.ts'
import { ruleInWords as inWords } from '../../../domain/recurrence/words/in-words.ts'
import type { Language } from '../skills/intention.ts'

/** A rule in English or Urdu. Urdu in Latin letters takes the English words for it, as people who write it do. */
export function ruleInWords(rule: string, language: Language, start?: Due): string {
  const text = v.safeParse(RuleText, rule)
  return text.success ? inWords(ruleOf(text.output), language === 'ur' ? 'ur' : 'en', start) : rule
}
