import * as v from 'valibot'
import { closed } from '../../../kit/core/schema.ts'
import { Answer, Call } from '../answer.ts'

export const Conversation = closed({ id: v.string(), title: v.string(), createdAt: v.string(), updatedAt: v.string() })
export const Turn = closed({
  id: v.string(),
  at: v.string(),
  said: v.string(),
  state: v.picklist(['done', 'working', 'interrupted']),
  undone: v.boolean(),
  answer: v.nullable(Answer),
  /** Only of a turn without an answer: the calls that it had begun. */
  acts: v.exactOptional(v.array(closed({ ...Call.entries, outcome: v.string() }))),
})
