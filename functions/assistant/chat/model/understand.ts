import type { Json } from '../../../kit/http/json-schema.ts'
import { behaviour, choosing } from '../prompts/behaviour.ts'
import { clarification } from '../prompts/clarification.ts'
import { errors } from '../prompts/errors.ts'
import { textOf } from '../prompts/prompt.ts'
import { auditPrompts } from '../skills/audit/prompt.ts'
import type { Language, SkillName, Understood } from '../skills/intention.ts'
import { recurringPrompts } from '../skills/recurring/prompt.ts'
import { reminderPrompts } from '../skills/reminder/prompt.ts'
import { taskPrompts } from '../skills/task/prompt.ts'
import {
  type Checked,
  Clarification,
  checkClarification,
  checkIntention,
  checkParts,
  intentionAnswers,
  Parts,
} from './check-answer.ts'
import { plainQuestion } from './plain-question.ts'
import { strictSchema } from './strict-schema.ts'
import { startTurn, type Trouble, type Turn, type TurnDeps } from './turn.ts'

export interface Message {
  said: string
  /** The person's own last messages, oldest first. No answer, task or tool result is ever among them. */
  earlier: readonly string[]
  language: Language
  signal: AbortSignal
}

/** `question` is plain text: what the model would ask, because it is not sure. */
export type ModelUnderstanding =
  | { understood: Understood[]; language: Language; question?: string }
  | { trouble: Trouble }

/** Below this an intention is a guess. */
const sure = 0.5
const mostEarlier = 5
const mostCharactersOfEarlier = 300

const prompts = { task: taskPrompts, reminder: reminderPrompts, recurring: recurringPrompts, audit: auditPrompts }
const schemas = {
  parts: strictSchema(Parts),
  question: strictSchema(Clarification),
  task: strictSchema(intentionAnswers.task),
  reminder: strictSchema(intentionAnswers.reminder),
  recurring: strictSchema(intentionAnswers.recurring),
  audit: strictSchema(intentionAnswers.audit),
} satisfies Record<SkillName | 'parts' | 'question', Json>

/**
 * Asks the model to mark up a message: first its parts, then the intention of each part. An intention holds only words of the
 * message, so whatever a model answers, it can name nothing that the person did not write.
 */
export async function understandByModel(message: Message, deps: TurnDeps): Promise<ModelUnderstanding> {
  const { said, language: usual, signal } = message
  const turn = startTurn(deps, signal)
  const chosen = await answered(turn, message, 'parts', textOf(choosing[usual]), text => checkParts(text, said))
  if ('trouble' in chosen) return chosen

  const { language, parts } = chosen.value
  const understood: Understood[] = []
  // One after the other: a small server answers one request at a time, and the others would wait within their own time limit.
  for (const { skill, quote, confidence } of parts) {
    const prompt = textOf(prompts[skill][language])
    const read = await answered(turn, { ...message, language, part: quote }, skill, prompt, text =>
      checkIntention(skill, text, said),
    )
    if ('trouble' in read) return read
    const { intention, confidence: ofIntention } = read.value
    understood.push({ skill, intention, confidence: Math.min(confidence, ofIntention) })
  }
  if (understood.every(({ confidence }) => confidence >= sure)) return { understood, language }

  const asked = await answered(turn, { ...message, language }, 'question', clarification[language], checkClarification)
  const question = 'value' in asked ? plainQuestion(asked.value.question) : undefined
  return { understood, language, ...(question && { question }) }
}

/** Asks, checks the answer, and asks once more with the faulty fields if it fails the check. */
async function answered<T>(
  turn: Turn,
  { said, earlier, language, part }: Message & { part?: string },
  name: keyof typeof schemas,
  prompt: string,
  check: (text: string) => Checked<T>,
): Promise<{ value: T } | { trouble: Trouble }> {
  const system = `${behaviour[language]}\n\n${prompt}`
  const user = JSON.stringify({
    earlier: earlier.slice(-mostEarlier).map(text => text.slice(0, mostCharactersOfEarlier).toWellFormed()),
    message: said,
    part,
  })
  const question = { name, schema: schemas[name], user }
  const first = await turn.ask({ ...question, system })
  if ('trouble' in first) return first
  const checked = checkedBy(check, first.text)
  if ('value' in checked) return checked

  const again = await turn.ask({ ...question, system: `${system}\n\n${errors[language](checked.faulty.join(', '))}` })
  if ('trouble' in again) return again
  const second = checkedBy(check, again.text)
  return 'value' in second ? second : { trouble: 'nonsense' }
}

const checkedBy = <T>(check: (text: string) => Checked<T>, text: string | undefined): Checked<T> =>
  text === undefined ? { faulty: ['JSON'] } : check(text)
