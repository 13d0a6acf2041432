import { shorten } from '../../../kit/core/shorten.ts'
import { tokenRefused } from '../../../kit/identity/identify-by-jwt.ts'
import { asCaller } from '../../../kit/postgres/as-caller.ts'
import type { Sql, Transaction } from '../../../kit/postgres/connect.ts'
import type { Session } from '../../exchange.ts'
import type { Act } from '../act.ts'
import type { Answer } from '../answer.ts'
import type { Memory } from './memory.ts'

/** A turn that has not moved for this long was interrupted: the program that worked on it is gone. */
export const interruptedMs = 60_000

export interface TurnRow {
  id: string
  conversation_id: string
  request: string
  at: Date
  touched_at: Date
  said: string
  answer: Answer | null
  acts: Act[]
  memory: Memory
  undone_by: string | null
  decided_by: string | null
}

interface Begin {
  id: string
  /** Absent: a new conversation. */
  conversationId: string | undefined
  newConversationId: string
  key: string
  request: string
  said: string
  now: Date
}

export type Begun =
  /** This request works on the turn: a new one, or one that was interrupted. */
  | { state: 'begun' | 'resumed'; turn: TurnRow; earlier: TurnRow[] }
  /** Another request with the same key works on it or has answered it. */
  | { state: 'known'; turn: TurnRow }
  | { state: 'no-conversation' }
  | { state: 'too-many' }

/** A person cannot fill the database by talking. */
export const mostTurnsADay = 2_000
const mostConversations = 1_000
/** How far back "it" and the like may point. */
const earlierTurns = 12

/** Stores the message before anything is done about it, once for each key. */
export function beginTurn(sql: Sql, { userId, since }: Session, wanted: Begin): Promise<Begun> {
  const { id, conversationId, newConversationId, key, request, said, now } = wanted
  return asCaller(sql, { userId }, async tx => {
    const [gone] = await tx`select true where assistant.is_gone(${since})`
    if (gone) throw tokenRefused()
    const [known] = await tx<
      TurnRow[]
    >`select * from assistant.turn where user_id = ${userId} and key = ${key} for update`
    if (known) return resume(tx, known, now)
    const dayAgo = new Date(now.getTime() - 86_400_000)
    const [day] = await tx<{ count: number }[]>`
      select count(*)::int from assistant.turn where user_id = ${userId} and at > ${dayAgo}`
    if ((day?.count ?? 0) >= mostTurnsADay) return { state: 'too-many' }
    const inside = conversationId ?? (await newConversation(tx, userId, newConversationId, said, now))
    const [conversation] = await tx`
      update assistant.conversation set updated_at = ${now} where id = ${inside} and user_id = ${userId} returning id`
    if (!conversation) return { state: 'no-conversation' }
    const earlier = await tx<TurnRow[]>`
      select * from assistant.turn where conversation_id = ${inside} order by number desc limit ${earlierTurns}`
    const [turn] = await tx<TurnRow[]>`
      insert into assistant.turn (id, user_id, conversation_id, key, request, at, touched_at, said)
      values (${id}, ${userId}, ${inside}, ${key}, ${request}, ${now}, ${now}, ${said})
      on conflict (user_id, key) do nothing returning *`
    if (turn) return { state: 'begun', turn, earlier }
    // An equal request at the same time was first: its turn has a conversation.
    if (conversationId === undefined) await tx`delete from assistant.conversation where id = ${inside}`
    const [other] = await tx<TurnRow[]>`select * from assistant.turn where user_id = ${userId} and key = ${key}`
    return other ? { state: 'known', turn: other } : { state: 'too-many' }
  })
}

/** An interrupted turn goes on with its own calls: their idempotency keys are the same, so none acts twice. */
async function resume(tx: Transaction, known: TurnRow, now: Date): Promise<Begun> {
  const isFree = !known.answer && now.getTime() - known.touched_at.getTime() >= interruptedMs
  if (!isFree) return { state: 'known', turn: known }
  await tx`update assistant.turn set touched_at = ${now} where id = ${known.id}`
  const earlier = await tx<TurnRow[]>`
    select * from assistant.turn where conversation_id = ${known.conversation_id} and id <> ${known.id}
      and number < (select number from assistant.turn where id = ${known.id})
    order by number desc limit ${earlierTurns}`
  return { state: 'resumed', turn: known, earlier }
}

async function newConversation(tx: Transaction, userId: string, id: string, said: string, now: Date): Promise<string> {
  await tx`
    insert into assistant.conversation (id, user_id, title, created_at, updated_at)
    values (${id}, ${userId}, ${shorten(said.replaceAll(/\s+/g, ' ').trim() || '…', 80)}, ${now}, ${now})`
  await tx`
    delete from assistant.conversation where id in (
      select id from assistant.conversation where user_id = ${userId}
      order by updated_at desc, id desc offset ${mostConversations})`
  return id
}

export const findTurn = async (sql: Sql, userId: string, id: string): Promise<TurnRow | undefined> => {
  const [turn] = await asCaller(sql, { userId }, tx => tx<TurnRow[]>`select * from assistant.turn where id = ${id}`)
  return turn
}

/** Notes the calls of a turn before and after each is made, so that an interruption says which were. */
export const saveActs = (sql: Sql, userId: string, id: string, acts: readonly Act[], now: Date): Promise<unknown> =>
  asCaller(
    sql,
    { userId },
    tx => tx`update assistant.turn set acts = ${tx.json(acts as never)}, touched_at = ${now} where id = ${id}`,
  )

export const finishTurn = (sql: Sql, userId: string, answer: Answer, memory: Memory, now: Date): Promise<unknown> =>
  asCaller(
    sql,
    { userId },
    tx => tx`
      update assistant.turn set answer = ${tx.json(answer as never)}, memory = ${tx.json(memory as never)}, touched_at = ${now}
      where id = ${answer.turnId}`,
  )

/** Claims the decision about a turn: confirming or declining its proposal, or taking its acts back. Only one request gets it. */
export async function claim(
  sql: Sql,
  userId: string,
  what: 'undone_by' | 'decided_by',
  id: string,
  by: string,
): Promise<boolean> {
  const rows = await asCaller(
    sql,
    { userId },
    tx => tx`
      update assistant.turn set ${tx(what)} = ${by} where id = ${id} and coalesce(${tx(what)}, ${by}) = ${by} returning id`,
  )
  return rows.length > 0
}

/** Gives the claim back, when nothing was done after all. */
export const release = (sql: Sql, userId: string, what: 'undone_by' | 'decided_by', id: string): Promise<unknown> =>
  asCaller(sql, { userId }, tx => tx`update assistant.turn set ${tx(what)} = null where id = ${id}`)
