import * as v from 'valibot'
import { closed, list } from '../../../kit/core/schema.ts'
import { AuditIntention } from '../skills/audit/schema.ts'
import { type Intention, languages, type SkillName, skillNames } from '../skills/intention.ts'
import { Quote } from '../skills/quote.ts'
import { RecurringIntention } from '../skills/recurring/schema.ts'
import { ReminderIntention } from '../skills/reminder/schema.ts'
import { TaskIntention } from '../skills/task/schema.ts'
import { quoteIn } from './quote-in.ts'

const Confidence = v.pipe(v.number(), v.minValue(0), v.maxValue(1))

/** The first answer: the wishes in a message, in their order, each with the skill that reads it. */
export const Parts = closed({
  language: v.picklist(languages),
  parts: list(closed({ skill: v.picklist(skillNames), quote: Quote, confidence: Confidence }), { min: 1, max: 5 }),
})

const answerOf = <T extends v.GenericSchema>(intention: T) => closed({ intention, confidence: Confidence })

/** The second answer, for each part. */
export const intentionAnswers = {
  task: answerOf(TaskIntention),
  reminder: answerOf(ReminderIntention),
  recurring: answerOf(RecurringIntention),
  audit: answerOf(AuditIntention),
}

export const Clarification = closed({ question: v.string() })

/** An answer that passed its check, or the paths of its faulty fields. */
export type Checked<T> = { value: T } | { faulty: string[] }

export function checkParts(text: string, said: string): Checked<v.InferOutput<typeof Parts>> {
  const checked = check(Parts, jsonIn(text))
  if ('faulty' in checked) return checked
  const parts = checked.value.parts.map(part => ({ ...part, quote: quoteIn(said, part.quote) ?? '' }))
  const faulty = parts.flatMap(({ quote }, i) => (quote ? [] : [`parts.${i}.quote`]))
  return faulty.length ? { faulty } : { value: { ...checked.value, parts } }
}

export function checkIntention(
  skill: SkillName,
  text: string,
  said: string,
): Checked<{ intention: Intention; confidence: number }> {
  const json = jsonIn(text)
  const checked = check(
    intentionAnswers[skill],
    isObject(json) ? { ...json, intention: withoutNulls(json.intention) } : json,
  )
  if ('faulty' in checked) return checked
  const faulty: string[] = []
  const own = (value: string, path: string) => {
    const quote = quoteIn(said, value)
    if (quote === undefined) faulty.push(path)
    return quote ?? ''
  }
  const fields = Object.entries(checked.value.intention).map(([name, value]) => {
    if (fromShortLists.has(name)) return [name, value]
    const path = `intention.${name}`
    return [name, Array.isArray(value) ? value.map(one => own(one, path)) : own(value, path)]
  })
  return faulty.length ? { faulty } : { value: { ...checked.value, intention: Object.fromEntries(fields) } }
}

export const checkClarification = (text: string): Checked<{ question: string }> => check(Clarification, jsonIn(text))

/** The fields that name one of a few words. Every other field is a quote, also one that a schema gets later. */
const fromShortLists = new Set(['intent', 'priority', 'period'])

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Structured output has null where a field is absent. */
const withoutNulls = (value: unknown): unknown =>
  isObject(value) ? Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null)) : value

/** The JSON of an answer, also after the thoughts of a reasoning model and in a code fence. */
function jsonIn(text: string): unknown {
  const answer = text.replace(/^\s*<think>[\s\S]*?<\/think>/, '').trim()
  const [, fenced] = /^```\w*\s*([\s\S]*?)\s*```$/.exec(answer) ?? []
  try {
    return JSON.parse(fenced ?? answer)
  } catch {
    return undefined
  }
}

/** Only names of fields that Zerodue knows go back to the model: of an unknown field, the place where it stands. */
const knownPath =
  /^(language|confidence|question|parts(\.\d(\.(skill|quote|confidence))?)?|intention(\.(intent|which|words|when|title|notes|add|remove|priority|period|rule))?)$/

function check<T extends v.GenericSchema>(schema: T, json: unknown): Checked<v.InferOutput<T>> {
  const outcome = v.safeParse(schema, json)
  if (outcome.success) return { value: outcome.output }
  const faulty = outcome.issues.map(({ path = [] }) => {
    const names = path.map(step => String(step.key))
    while (names.length && !knownPath.test(names.join('.'))) names.pop()
    return names.join('.') || 'JSON'
  })
  return { faulty: [...new Set(faulty)].slice(0, 10) }
}
