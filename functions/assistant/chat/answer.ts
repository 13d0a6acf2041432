import * as v from 'valibot'
import { Priority, Status } from '../../domain/task.ts'
import { closed } from '../../kit/core/schema.ts'
import { languages, skillNames } from './skills/intention.ts'

// What a turn answers, as JSON and as server-sent events.

/** A task as the tools show it; what goes without saying is absent. */
const Task = v.looseObject({
  id: v.string(),
  title: v.string(),
  due: v.exactOptional(
    v.nullable(
      v.looseObject({ date: v.string(), time: v.exactOptional(v.string()), zone: v.exactOptional(v.string()) }),
    ),
  ),
  priority: v.exactOptional(Priority),
  tags: v.exactOptional(v.array(v.string())),
  status: v.exactOptional(Status),
  deletedAt: v.exactOptional(v.string()),
  /** Why it is in the daily plan. */
  reason: v.exactOptional(v.string()),
})
export const Call = closed({ tool: v.string(), arguments: v.looseObject({}) })

export const Made = closed({
  ...Call.entries,
  /** `planned`: in a dry run. */
  outcome: v.picklist(['done', 'unchanged', 'refused', 'proposed', 'planned']),
  tasks: v.exactOptional(v.array(Task)),
})
export type Made = v.InferOutput<typeof Made>

export const Asked = closed({
  question: v.string(),
  /** `say` is the message that chooses it. */
  choices: v.array(closed({ say: v.string(), task: v.exactOptional(Task) })),
})
export type Asked = v.InferOutput<typeof Asked>

export const Proposed = closed({
  id: v.string(),
  expiresAt: v.string(),
  calls: v.array(Call),
  question: v.string(),
  tasks: v.array(Task),
  changes: v.array(v.string()),
})
export type Proposed = v.InferOutput<typeof Proposed>

/** Why the rules understood a message although there is a model. */
export const Note = v.picklist(['model-unavailable', 'model-limit'])
export type Note = v.InferOutput<typeof Note>

export const Answer = closed({
  conversationId: v.string(),
  turnId: v.string(),
  at: v.string(),
  language: v.picklist(languages),
  by: v.picklist(['rules', 'model']),
  note: v.exactOptional(Note),
  text: v.string(),
  calls: v.array(Made),
  asked: v.exactOptional(Asked),
  proposed: v.exactOptional(Proposed),
  canUndo: v.boolean(),
})
export type Answer = v.InferOutput<typeof Answer>

export const UnderstoodEvent = closed({
  conversationId: v.string(),
  turnId: v.string(),
  language: v.picklist(languages),
  by: v.picklist(['rules', 'model']),
  note: v.exactOptional(Note),
  intentions: v.array(closed({ skill: v.picklist(skillNames), intent: v.string(), confidence: v.number() })),
})
export type UnderstoodEvent = v.InferOutput<typeof UnderstoodEvent>

/** The events of a streamed answer, in this order except that texts and calls alternate. */
export interface ChatEvents {
  understood: UnderstoodEvent
  text: { text: string }
  acted: Made
  proposed: Proposed
  asked: Asked
  done: Answer
}
export type Send = <K extends keyof ChatEvents>(event: K, data: ChatEvents[K]) => void
