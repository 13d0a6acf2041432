import { signal } from '@preact/signals'
import {
  type AnswerSoFar,
  type ChatAnswer,
  type ChatDraft,
  type ChatMessage,
  emptyAnswer,
  isWhole,
  withEvent,
} from '../model/chat.ts'
import type { Answer, ChatRoom } from '../model/client.ts'
import { isRefused, type Refusal } from '../model/refusal.ts'
import { eventStream } from './event-stream.ts'
import { askWithAccount, type RequestContext, refusal } from './requests.ts'
import { isProblem, type Problem, type Server, Unreachable } from './server.ts'

type OnPart = (answer: AnswerSoFar) => void

/** A cut answer is asked for again so often, with the same key. */
const mostRepeats = 3
const firstPauseMs = 1_000
const longestPauseMs = 10_000

/** The assistant's conversations in the open account. */
export function chatRoom(context: RequestContext): ChatRoom {
  const { platform, session, state } = context
  const { hub } = session()
  const draft = signal<ChatDraft>(hub.meta.chat ?? { text: '', unanswered: null })

  function keep(patch: Partial<ChatDraft>): void {
    draft.value = { ...draft.value, ...patch }
    // Another account may be open by now.
    if (session().hub === hub) void hub.commit({}, { chat: draft.value })
  }

  const ask = <T>(path: string, method: 'GET' | 'DELETE' = 'GET') =>
    askWithAccount(context, server => server.ask<T>(path, { method }))

  async function sendNow(message: ChatMessage, onPart: OnPart): Answer<ChatAnswer> {
    for (let repeats = 0; ; repeats++) {
      const answer = await askWithAccount(context, server => readAnswer(server, message, onPart))
      if (!isRefused(answer)) {
        keep({ unanswered: null })
        return answer
      }
      const pauseMs = repeats < mostRepeats ? pauseBefore(answer, repeats) : undefined
      if (pauseMs === undefined) return answer
      await platform.pause(pauseMs, never)
    }
  }

  const away = (): Refusal | undefined => {
    const connection = state.connection.value
    if (connection === 'online') return undefined
    return refusal(connection === 'offline' ? 'offline' : 'not-signed-in')
  }

  return {
    draft,
    write: text => keep({ text }),
    async send(request, onPart) {
      if (!session().account) return refusal('no-account')
      const refused = away()
      if (refused) return refused
      const message = { key: platform.newId(), request }
      keep({ unanswered: message, ...('text' in request && { text: '' }) })
      return sendNow(message, onPart)
    },
    async sendAgain(onPart) {
      const { unanswered } = draft.value
      return away() ?? (unanswered ? sendNow(unanswered, onPart) : refusal('invalid-request'))
    },
    takeBack() {
      const { text, unanswered } = draft.value
      const said = unanswered && 'text' in unanswered.request ? unanswered.request.text : ''
      keep({ unanswered: null, text: [said, text].filter(Boolean).join('\n') })
    },
    conversations: cursor => ask(`/api/conversations${after(cursor)}`),
    open: (id, cursor) => ask(`/api/conversations/${encodeURIComponent(id)}${after(cursor)}`),
    async remove(id) {
      const removed = await ask<{ done: true }>(`/api/conversations/${encodeURIComponent(id)}`, 'DELETE')
      // Another device was faster.
      return isRefused(removed) && removed.refused === 'conversation-not-found' ? { done: true } : removed
    },
  }
}

const never = new AbortController().signal

const after = (cursor: string | undefined) => (cursor ? `?cursor=${encodeURIComponent(cursor)}` : '')

/** When to ask again: the answer was cut, or is not ready yet. Every other refusal is an answer. */
function pauseBefore({ refused, afterMs }: Refusal, repeats: number): number | undefined {
  if (refused === 'unavailable' && afterMs !== undefined) return Math.min(afterMs, longestPauseMs)
  return refused === 'offline' || refused === 'idempotency-key-in-use' ? firstPauseMs * 2 ** repeats : undefined
}

/** One attempt. A stream that ends without `done` was cut: this throws `Unreachable`. */
async function readAnswer(
  server: Server,
  { key, request }: ChatMessage,
  onPart: OnPart,
): Promise<ChatAnswer | Problem> {
  const stream = eventStream()
  const headers = { accept: 'text/event-stream', 'idempotency-key': key }
  try {
    const response = await server.open('/api/chat', { method: 'POST', body: request, headers, signal: stream.stopped })
    if (isProblem(response)) return response
    let answer = emptyAnswer
    if (response.body)
      for await (const { event, data } of stream.read(response.body)) {
        answer = withEvent(answer, event, JSON.parse(data))
        if (isWhole(answer)) return answer
        onPart(answer)
      }
  } catch (error) {
    if (error instanceof Unreachable) throw error
  } finally {
    stream.end()
  }
  throw new Unreachable('the answer was cut')
}
