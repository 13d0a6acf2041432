import { v7 as uuidv7 } from 'uuid'
import { conversationNotFound } from '../../domain/problems.ts'
import { idempotencyKeyReused, tooManyRequests, unavailable } from '../../kit/core/problems.ts'
import { Refused, refuse } from '../../kit/core/refusal.ts'
import type { Session } from '../exchange.ts'
import { TokenRefused } from '../tools/api.ts'
import { digestOf } from '../tools/key.ts'
import type { Answer, Send } from './answer.ts'
import { beginTurn, findTurn, type TurnRow } from './conversations/turns.ts'
import type { ChatDoor } from './door.ts'
import { answerTurn } from './turn.ts'

export interface Message {
  conversationId?: string | undefined
  text?: string | undefined
  confirm?: string | boolean | undefined
  undo?: string | undefined
  dryRun: boolean
  /** The idempotency key of the request. */
  key?: string | undefined
}

/** A turn that may be answered: either a new one, or the answer that an earlier request with the same key has got. */
export type Started = { answered: Answer } | { run(send: Send): Promise<Answer> }

/** Stores the message. What runs afterwards goes on when the client is gone: the conversation then tells what was done. */
export async function startTurn(door: ChatDoor, session: Session, message: Message): Promise<Started> {
  const { sql, now } = door
  const { userId } = session
  const { text = '', confirm, undo, dryRun, conversationId, key = uuidv7() } = message
  const begun = await beginTurn(sql, session, {
    id: uuidv7(),
    conversationId,
    newConversationId: uuidv7(),
    key: digestOf(key),
    request: digestOf({ text, confirm, undo, dryRun, conversationId }),
    said: text,
    now: now(),
  })
  if (begun.state === 'no-conversation') throw new Refused(refuse(conversationNotFound))
  if (begun.state === 'too-many') throw new Refused(refuse(tooManyRequests, { headers: { 'retry-after': '3600' } }))
  const { turn } = begun
  if (turn.request !== digestOf({ text, confirm, undo, dryRun, conversationId }))
    throw new Refused(refuse(idempotencyKeyReused))
  if (begun.state === 'known') return { answered: turn.answer ?? (await answerOf(door, userId, turn)) }
  const { earlier } = begun
  return {
    async run(send) {
      const leave = await door.places.enter(userId)
      try {
        // No signal of the request: an act is finished and noted although its client is gone.
        const api = door.apiOf(session, AbortSignal.timeout(longestMs))
        return await answerTurn(door, { session, api, turn, earlier, confirm, undo, dryRun }, send)
      } catch (error) {
        if (error instanceof TokenRefused) throw new Refused(refuse(unavailable, { headers: { 'retry-after': '1' } }))
        throw error
      } finally {
        leave()
      }
    },
  }
}

const longestMs = 60_000
const pauseMs = 200
const longestWaitMs = 20_000

/** The same request works on this turn elsewhere: its answer comes soon, or the client asks again. */
async function answerOf({ sql }: ChatDoor, userId: string, { id }: TurnRow): Promise<Answer> {
  for (let waited = 0; waited < longestWaitMs; waited += pauseMs) {
    const turn = await findTurn(sql, userId, id)
    if (turn?.answer) return turn.answer
    await new Promise(resolve => setTimeout(resolve, pauseMs))
  }
  throw new Refused(refuse(unavailable, { detail: 'The answer is not ready.', headers: { 'retry-after': '5' } }))
}
