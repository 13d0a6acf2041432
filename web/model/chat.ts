import type * as v from 'valibot'
import type { Answer, Asked, Made, Proposed } from '../../functions/assistant/chat/answer.ts'
import type { Conversation, Turn as TurnSchema } from '../../functions/assistant/chat/conversations/schema.ts'

// The server's own schemas give these types.
/** A tool call that the assistant made, or proposes. */
export type Call = Made
/** A task as the assistant shows it. */
export type ShownTask = NonNullable<Call['tasks']>[number]
/** A change that waits for the person's consent; `changes` is the exact change, in lines of plain text. */
export type Proposal = Proposed
/** A choice sends `say` as the next message. */
export type Question = Asked
/** `text` is plain text with line breaks: never markup. It ends with the question, if the answer has one. */
export type ChatAnswer = v.InferOutput<typeof Answer>

/** An answer while it arrives. */
export type AnswerSoFar = Pick<ChatAnswer, 'text' | 'calls'> & Partial<ChatAnswer>

export const emptyAnswer: AnswerSoFar = { text: '', calls: [] }

/** What the person asks for: words, a consent to a proposal (false declines the open one), or an undo of a turn. */
export type ChatRequest = { conversationId?: string } & (
  | { text: string }
  | { confirm: string | false }
  | { undo: string }
)

/** A request with its idempotency key: sent again, it gets the same answer and never acts twice. */
export interface ChatMessage {
  key: string
  request: ChatRequest
}

/** The conversation's state that this device keeps with the account. */
export interface ChatDraft {
  /** The words that are not sent. */
  text: string
  /** The message that has no answer yet. */
  unanswered: ChatMessage | null
}

export type ConversationHead = v.InferOutput<typeof Conversation>
export type Turn = v.InferOutput<typeof TurnSchema>

/** The newest turns, oldest first. `next` leads to older ones. */
export interface ConversationPage extends ConversationHead {
  turns: readonly Turn[]
  next: string | null
}

/** The answer after one more event of the stream. `done` carries the whole answer. */
export function withEvent(answer: AnswerSoFar, event: string | undefined, data: unknown): AnswerSoFar {
  switch (event) {
    case 'understood': {
      const { conversationId, turnId, language, by, note } = data as ChatAnswer
      return { ...answer, conversationId, turnId, language, by, ...(note && { note }) }
    }
    case 'text':
      return { ...answer, text: answer.text + (data as { text: string }).text }
    case 'acted':
      return { ...answer, calls: [...answer.calls, data as Call] }
    case 'proposed':
      return { ...answer, proposed: data as Proposal }
    case 'asked':
      return { ...answer, asked: data as Question }
    case 'done':
      return data as ChatAnswer
    default:
      return answer
  }
}

/** The words without the question that a card or its choices show. */
export function ownWords({ text, proposed, asked }: AnswerSoFar): string {
  const question = proposed?.question ?? asked?.question
  return question && text.endsWith(question) ? text.slice(0, -question.length).trimEnd() : text
}

export const isWhole = (answer: AnswerSoFar): answer is ChatAnswer => answer.at !== undefined
