import * as v from 'valibot'
import { invalidRequest } from '../../kit/core/problems.ts'
import { type Refusal, refuse } from '../../kit/core/refusal.ts'
import { closed } from '../../kit/core/schema.ts'
import { Due } from '../due.ts'
import { Instant } from '../instant.ts'
import { MAX_OCCURRENCES } from '../limits.ts'
import type { Clocks } from '../zone.ts'
import { occurrences } from './occurrences.ts'
import { neverFrom, RepeatRule } from './repeat-rule.ts'
import { ruleOf } from './rule-text.ts'
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

/** The occurrences of a rule from its start, or after the instant `after`. People see them before they save. */
export function previewOccurrences(request: PreviewRequest): Preview | Refusal {
  const rule = ruleOf(request.rule)
  const message = neverFrom(rule, request.start)
  if (message) return refuse(invalidRequest, { detail: message, errors: [{ path: 'rule', message }] })
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
