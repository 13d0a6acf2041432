import * as v from 'valibot'
import { conversationNotFound } from '../../../domain/problems.ts'
import { Id } from '../../../domain/task.ts'
import { invalidCursor } from '../../../kit/core/problems.ts'
import { refuse } from '../../../kit/core/refusal.ts'
import { closed } from '../../../kit/core/schema.ts'
import { noContent, ok } from '../../../kit/http/answer.ts'
import { route } from '../../../kit/http/api.ts'
import { answerPage, paging } from '../../../kit/http/cursor.ts'
import { authenticate, type ChatDeps, callers } from '../door.ts'
import {
  type ConversationPosition,
  deleteConversation,
  findConversation,
  isInterrupted,
  listConversations,
  listTurns,
  showConversation,
  showTurn,
} from './read.ts'
import { Conversation, Turn } from './schema.ts'
import { type Settled, settle } from './settle.ts'

const tag = 'chat'
const params = closed({ id: Id })
const next = v.nullable(v.string())
const Whole = closed({ ...Conversation.entries, turns: v.array(Turn) })
const exportedAtOnce = 10

export const conversationRoutes = [
  route(
    {
      method: 'get',
      path: '/api/conversations',
      id: 'listConversations',
      summary: 'The conversations with the assistant, the newest first',
      tag,
      query: closed(paging),
      answers: { 200: closed({ items: v.array(Conversation), next }) },
      refusals: [...callers, invalidCursor],
    },
    async ({ chat }: ChatDeps, { c, query: { limit, cursor } }) => {
      const { userId } = await authenticate(chat, c, 'read')
      return answerPage({
        secret: chat.cursorSecret,
        list: ['conversations', userId],
        limit,
        cursor,
        find: (position: ConversationPosition | undefined, count) =>
          listConversations(chat.sql, userId, position, count),
        positionOf: row => ({ updatedAt: row.updated_at.toISOString(), id: row.id }),
        toItem: showConversation,
      })
    },
  ),
  route(
    {
      method: 'get',
      path: '/api/conversations/export',
      id: 'exportConversations',
      summary: 'Whole conversations with every turn, page by page, the newest first',
      tag,
      query: closed({ cursor: paging.cursor }),
      answers: { 200: closed({ items: v.array(Whole), next }) },
      refusals: [...callers, invalidCursor],
    },
    async ({ chat }: ChatDeps, { c, query: { cursor } }) => {
      const { userId } = await authenticate(chat, c, 'read')
      const whole = async (row: { id: string }) => {
        const turns = await listTurns(chat.sql, userId, row.id, undefined, 100_000)
        return turns.toReversed().map(turn => showTurn(turn, chat.now()))
      }
      const turns = new Map<string, Awaited<ReturnType<typeof whole>>>()
      return answerPage({
        secret: chat.cursorSecret,
        list: ['export', userId],
        limit: exportedAtOnce,
        cursor,
        async find(position: ConversationPosition | undefined, count) {
          const rows = await listConversations(chat.sql, userId, position, count)
          for (const row of rows.slice(0, exportedAtOnce)) turns.set(row.id, await whole(row))
          return rows
        },
        positionOf: row => ({ updatedAt: row.updated_at.toISOString(), id: row.id }),
        toItem: row => ({ ...showConversation(row), turns: turns.get(row.id) ?? [] }),
      })
    },
  ),
  route(
    {
      method: 'get',
      path: '/api/conversations/{id}',
      id: 'getConversation',
      summary: 'A conversation with its newest turns, the oldest of the page first; the cursor leads to older ones',
      tag,
      params,
      missing: conversationNotFound,
      query: closed(paging),
      answers: { 200: closed({ ...Whole.entries, next }) },
      refusals: [...callers, conversationNotFound, invalidCursor],
    },
    async ({ chat }: ChatDeps, { c, params: { id }, query: { limit, cursor } }) => {
      const session = await authenticate(chat, c, 'read')
      const { userId } = session
      const conversation = await findConversation(chat.sql, userId, id)
      if (!conversation) return refuse(conversationNotFound)
      const acts = new Map<string, Settled[]>()
      const page = await answerPage({
        secret: chat.cursorSecret,
        list: ['turns', userId, id],
        limit,
        cursor,
        async find(position: { number: string } | undefined, count) {
          const turns = await listTurns(chat.sql, userId, id, position?.number, count)
          const api = chat.apiOf(session, c.req.raw.signal)
          for (const turn of turns)
            if (turn.acts.length && isInterrupted(turn, chat.now())) acts.set(turn.id, await settle(api, turn))
          return turns
        },
        positionOf: turn => ({ number: turn.number }),
        toItem: turn => showTurn(turn, chat.now(), acts.get(turn.id)),
      })
      if ('refused' in page) return page
      const { items, next: older } = page.body as { items: object[]; next: string | null }
      return ok({ ...showConversation(conversation), turns: items.toReversed(), next: older })
    },
  ),
  route(
    {
      method: 'delete',
      path: '/api/conversations/{id}',
      id: 'deleteConversation',
      summary: 'Delete a conversation; the tasks stay as they are',
      tag,
      params,
      missing: conversationNotFound,
      answers: { 204: null },
      refusals: [...callers, conversationNotFound],
    },
    async ({ chat }: ChatDeps, { c, params: { id } }) => {
      const { userId } = await authenticate(chat, c, 'write')
      return (await deleteConversation(chat.sql, userId, id)) ? noContent : refuse(conversationNotFound)
    },
  ),
]
