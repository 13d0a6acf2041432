import { writes } from './act.ts'
import type { Note } from './answer.ts'
import type { Ground } from './check/ground.ts'
import { nextStep } from './check/next-step.ts'
import { tell } from './check/step.ts'
import type { Memory } from './conversations/memory.ts'
import { fillQuestion } from './fill-question.ts'
import type { ModelUnderstanding } from './model/understand.ts'
import { ownWords } from './own-words.ts'
import { clauseOf } from './rules/clause.ts'
import { isQuestion, looksLikeTask } from './rules/looks-like-task.ts'
import { type Wish, wishesIn } from './rules/wishes.ts'
import type { Understood } from './skills/intention.ts'
import { type Decided, decide } from './understand.ts'

export interface Wished extends Decided {
  /** Only the model has read this in the message: what it would change is shown first, and not done. */
  onlyModel: boolean
  /** The same wish, after the wishes before it were carried out. */
  again(ground: Ground): Promise<Decided>
}

export interface ReadMessage {
  wishes: Wished[]
  by: 'rules' | 'model'
  note?: Note
  /** What the model would ask, as plain text, because it is not sure. */
  question?: string
}

type AskModel = (said: string) => Promise<ModelUnderstanding>

/**
 * The wishes of a message. The rules read it first; a language model, if there is one, is asked only for what they do not
 * know for certain. An answer to the last question completes the wish that it was about.
 */
export async function readMessage(
  said: string,
  { question }: Pick<Memory, 'question'>,
  ground: Ground,
  askModel: AskModel | undefined,
): Promise<ReadMessage> {
  const own = ownWords(said)
  if (!own) return { wishes: [nothing], by: 'rules' }
  const filled = question && (await fillQuestion(question, own, ground))
  if (filled) {
    const { skill, intention, chosen } = filled
    const wish = await wished({ skill, intention, confidence: 0.95 }, ground, chosen)
    return { wishes: [{ ...wish, onlyModel: question.onlyModel ?? false }], by: 'rules' }
  }
  const title = newTask.exec(own)?.[1]
  if (title) {
    const adds = { skill: 'task', intention: { intent: 'add', words: title }, confidence: 0.95 } as const
    return { wishes: [await wished(adds, ground)], by: 'rules' }
  }
  const wishes = wishesIn(own, ground.speaker)
  const byRules = await Promise.all(wishes.map(wish => ruled(wish, ground)))
  if (!askModel || byRules.every(isCertain)) return { wishes: byRules, by: 'rules' }
  const read = await askModel(own)
  if ('trouble' in read)
    return { wishes: byRules, by: 'rules', note: read.trouble === 'limit' ? 'model-limit' : 'model-unavailable' }
  const { understood } = read
  const sure = understood.filter(
    ({ confidence, intention }) => confidence >= leastConfidence && mayName(intention, wishes),
  )
  if (!sure.length) return { wishes: byRules, by: 'rules', ...(read.question && { question: read.question }) }
  const all = await Promise.all(sure.map(one => wished(one, ground)))
  const heard = all.map(one => ({ ...one, onlyModel: !isHeard(one.understood.intention, wishes) }))
  const isAsked = isQuestion(clauseOf(own), own)
  const byModel = heard.filter(one => !(one.onlyModel && isAsked && changes(one)))
  return byModel.length ? { wishes: byModel, by: 'model' } : { wishes: byRules, by: 'rules' }
}

/** "Add: call Ali and delete the draft" is one task with this title. */
const newTask =
  /^\s*(?:please )?(?:add|new task|note to self|to-?do|(?:add|shamil) kar\p{L}*|(?:شامل|ایڈ) کر\p{L}*)\s*:\s*([^\n]+)$/iu

const notUnderstood: Decided = {
  understood: { skill: 'task', intention: { intent: 'talk' }, confidence: 0.2 },
  step: tell('not-understood'),
}
const nothing: Wished = { ...notUnderstood, onlyModel: false, again: async () => notUnderstood }

/** A question changes nothing, also where only the model has read a wish in it. */
const changes = ({ step }: Decided): boolean =>
  step.kind === 'ask' || (step.kind === 'calls' && step.calls.some(writes))

const leastConfidence = 0.5

async function ruled(wish: Wish, ground: Ground): Promise<Wished> {
  const again = (on: Ground) => decide(wish, on)
  return { ...(await again(ground)), onlyModel: false, again }
}

async function wished(understood: Understood, ground: Ground, chosen?: readonly string[]): Promise<Wished> {
  const again = async (on: Ground): Promise<Decided> => {
    const reading = { ...on, soft: false, asks: true, ...(chosen && { chosen }) }
    return { understood, step: (await nextStep(understood.intention, reading)) ?? tell('not-understood') }
  }
  return { ...(await again(ground)), onlyModel: false, again }
}

/** A bare line may be a task or something that the rules do not know; a task that was not found may be named otherwise. */
const isCertain = ({ understood, step }: Decided): boolean =>
  understood.confidence > 0.6 && !(step.kind === 'tell' && ['not-found', 'not-understood'].includes(step.telling))

/** Whether the rules hear this intention too, in the same part of the message, although they are not certain of it. */
function isHeard({ intent, ...fields }: Understood['intention'], wishes: readonly Wish[]): boolean {
  const quotes = Object.entries(fields).flatMap(([name, value]) => (ofShortLists.has(name) ? [] : [value].flat()))
  return wishes.some(
    ({ candidates, clause, raw }) =>
      quotes.every(quote => raw.includes(quote)) &&
      (candidates.some(({ intention }) => intention.intent === intent) ||
        (intent === 'add' && looksLikeTask(clause, raw))),
  )
}

const ofShortLists = new Set(['priority', 'period'])

/** Only the person says yes, no or undo: these the rules must have heard. */
const mayName = (intention: Understood['intention'], wishes: readonly Wish[]): boolean =>
  !['yes', 'no', 'undo'].includes(intention.intent) || isHeard(intention, wishes)
