import { asCaller } from '../../../kit/postgres/as-caller.ts'
import type { Sql } from '../../../kit/postgres/connect.ts'
import { interruptedMs, type TurnRow } from './turns.ts'

export interface ConversationRow {
  id: string
  title: string
  created_at: Date
  updated_at: Date
}

export interface ConversationPosition {
  updatedAt: string
  id: string
}

/** Newest first. */
export const listConversations = (
  sql: Sql,
  userId: string,
  position: ConversationPosition | undefined,
  count: number,
): Promise<ConversationRow[]> =>
  asCaller(
    sql,
    { userId },
    tx => tx<ConversationRow[]>`
      select id, title, created_at, updated_at from assistant.conversation
      where user_id = ${userId}
        ${position ? tx`and (updated_at, id) < (${position.updatedAt}::timestamptz, ${position.id}::uuid)` : tx``}
      order by updated_at desc, id desc limit ${count}`,
  )

export async function findConversation(sql: Sql, userId: string, id: string): Promise<ConversationRow | undefined> {
  const [row] = await asCaller(
    sql,
    { userId },
    tx => tx<ConversationRow[]>`
      select id, title, created_at, updated_at from assistant.conversation where id = ${id} and user_id = ${userId}`,
  )
  return row
}

type NumberedTurn = TurnRow & { number: string }

/** The newest turns of a conversation, newest first. */
export const listTurns = (
  sql: Sql,
  userId: string,
  conversationId: string,
  before: string | undefined,
  count: number,
): Promise<NumberedTurn[]> =>
  asCaller(
    sql,
    { userId },
    tx => tx<NumberedTurn[]>`
      select * from assistant.turn where conversation_id = ${conversationId} and user_id = ${userId}
        ${before ? tx`and number < ${before}` : tx``}
      order by number desc limit ${count}`,
  )

export async function deleteConversation(sql: Sql, userId: string, id: string): Promise<boolean> {
  const rows = await asCaller(
    sql,
    { userId },
    tx => tx`delete from assistant.conversation where id = ${id} and user_id = ${userId} returning id`,
  )
  return rows.length > 0
}

export const showConversation = ({ id, title, created_at, updated_at }: ConversationRow) => ({
  id,
  title,
  createdAt: created_at.toISOString(),
  updatedAt: updated_at.toISOString(),
})

/** What was said, and what came of it. An interrupted turn lists the calls that it had begun, with what became of them. */
export const showTurn = (turn: TurnRow, now: Date, acts: readonly object[] = turn.acts) => ({
  id: turn.id,
  at: turn.at.toISOString(),
  said: turn.said,
  state: stateOf(turn, now),
  undone: turn.undone_by !== null,
  answer: turn.answer,
  ...(!turn.answer && { acts: [...acts] }),
})

export const isInterrupted = (turn: TurnRow, now: Date): boolean => stateOf(turn, now) === 'interrupted'

function stateOf({ answer, touched_at }: TurnRow, now: Date): 'done' | 'working' | 'interrupted' {
  if (answer) return 'done'
  return now.getTime() - touched_at.getTime() < interruptedMs ? 'working' : 'interrupted'
}
