import * as v from 'valibot'
import { closed } from '../../kit/core/schema.ts'
import { Due } from '../due.ts'
import { Instant } from '../instant.ts'
import type { Clocks } from '../zone.ts'
import { occurrences } from './occurrences.ts'
import { checkStart, parseRule, RepeatRule } from './parse-rule.ts'
import { isRefusal, type Refusal } from './rule.ts'
import { MAX_OCCURRENCES } from './series.ts'
import { type Language, ruleInWords } from './words/in-words.ts'

export const PreviewRequest = closed({
  rule: RepeatRule,
  start: Due,
  after: v.exactOptional(Instant),
  count: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))),
})
export type PreviewRequest = v.InferOutput<typeof PreviewRequest>

export interface PreviewItem {
  date: string
  time?: string
  at: string
  clocks?: Clocks
}

export interface Preview {
  items: PreviewItem[]
  words: Record<Language, string>
}

const USUAL_COUNT = 10

/** What a rule comes to from its start, or after the instant `after`: for people to see before they save. */
export function previewOccurrences(request: PreviewRequest): Preview | Refusal {
  const rule = parseRule(request.rule)
  if (isRefusal(rule)) return rule
  const refusal = checkStart(rule, request.start)
  if (refusal) return refusal
  const after = request.after === undefined ? undefined : new Date(request.after)
  const items: PreviewItem[] = []
  let number = 0
  for (const { at, ...shown } of occurrences(rule, request.start)) {
    if (!after || at > after) items.push({ ...shown, at: at.toISOString() })
    if (++number === MAX_OCCURRENCES || items.length === (request.count ?? USUAL_COUNT)) break
  }
  const { start } = request
  return { items, words: { en: ruleInWords(rule, 'en', start), ur: ruleInWords(rule, 'ur', start) } }
}
