import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Due } from './due.ts'
import { parseQuickAdd } from './quick-add/parse.ts'
import { occurrences } from './recurrence/occurrences.ts'
import type { Rule } from './recurrence/rule.ts'
import { type RuleText, ruleOf, ruleText } from './recurrence/rule-text.ts'
import { type Language, ruleInWords } from './recurrence/words/in-words.ts'
import { common } from './testing/common-rules.ts'
import { triples } from './testing/random-rules.ts'

/** The rule that quick add reads from a sentence, if it reads the whole sentence as one rule. */
function understood(words: string, language: Language): RuleText | undefined {
  const [title, now] = [language === 'en' ? 'Xyzzy' : 'قلم', new Date('2026-11-23T04:00:00Z')]
  const { task, spans } = parseQuickAdd({ text: `${title} ${words}`, locale: language, zone: 'Asia/Karachi', now })
  return task.title === title && spans.every(span => span.kind === 'repeat') ? task.repeat?.rule : undefined
}

test.each(common)('%s reads «%s» and «%s» in words, and quick add reads the same rule from them', (rule, en, ur) => {
  expect(understood(en, 'en')).toBe(rule)
  expect(understood(ur, 'ur')).toBe(rule)
})

test('when quick add reads the words of a rule as a rule, both rules have the same occurrences', () => {
  let compared = 0
  const meansTheSame = (text: string, start: Due, language: Language) => {
    const rule = ruleOf(ruleText(text))
    // Quick add puts a time into the due date, not into the rule.
    if (rule.byHour.length || rule.byMinute.length) return
    const heard = understood(ruleInWords(rule, language, start), language)
    if (heard === undefined) return
    compared++
    expect(`${heard}: ${listed(ruleOf(heard), start)}`).toBe(`${heard}: ${listed(rule, start)}`)
  }
  const sample = fc.property(triples, ({ rule, start }) => {
    meansTheSame(rule, start, 'en')
    meansTheSame(rule, start, 'ur')
  })
  fc.assert(sample, { seed: 1, numRuns: 1_000 })
  fc.assert(sample, { numRuns: 200 })
  expect(compared).toBeGreaterThan(150)
}, 120_000)

/** Without UNTIL, because quick add chooses its hour. */
function listed(rule: Rule, start: Due): string {
  const { until: _, ...endless } = rule
  const found: string[] = []
  for (const { date, time } of occurrences(endless, start)) if (found.push(`${date} ${time}`) === 8) break
  return found.join()
}
