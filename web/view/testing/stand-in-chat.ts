import { signal } from '@preact/signals'
import {
  type AnswerSoFar,
  type Call,
  type ChatAnswer,
  type ChatDraft,
  type ChatRequest,
  type ConversationHead,
  emptyAnswer,
  type ShownTask,
  type Turn,
} from '../../model/chat.ts'
import type { ChatRoom, Client } from '../../model/client.ts'
import type { LocalTask } from '../../model/local-task.ts'
import { earlierTurns, interruptedTurns } from './sample-conversations.ts'
import { answered, refused } from './some-refusal.ts'

type Tasks = Pick<Client, 'tasks' | 'create' | 'complete' | 'remove' | 'undo' | 'connection'>
type Parts = Partial<Omit<ChatAnswer, 'text'>> & { text: string }

/**
 * An assistant that understands a few lines and gives every kind of answer. `slow` waits after its first words until the
 * page calls `releaseChat()`; `busy`, `broken` and `cut` fail at their first attempt. `sentToChat` lists the requests.
 */
export function chatStandIn(client: Tasks): ChatRoom {
  const draft = signal<ChatDraft>({ text: '', unanswered: null })
  const undos = new Map<string, string>()
  const sent: (ChatRequest & { key: string })[] = []
  let turns = 0
  let tries = 0
  let release = () => {}
  let heads: ConversationHead[] = [
    head('c1', 'What should I do today?', '2026-11-24T18:20:00.000Z'),
    head('c2', 'دودھ اور انڈے خریدیں', '2026-11-22T09:05:00.000Z'),
    head('c3', 'Move everything with the tag #work from this week to the next one', '2026-11-20T07:40:00.000Z'),
  ]
  const kept = new Map<string, Turn[]>([['c3', interruptedTurns]])
  Object.assign(globalThis, { sentToChat: sent, releaseChat: () => release() })

  const all = () => [...client.tasks.value.values()].filter(({ status }) => status === 'open')
  const named = (part: string) => all().filter(({ title }) => title.toLowerCase().includes(part))

  function act(tool: string, found: readonly LocalTask[], undo: string, text: string, more: Partial<ShownTask> = {}) {
    const turnId = `t${turns}`
    undos.set(turnId, undo)
    const tasks = found.map(task => ({ ...shown(task), ...more }))
    return { turnId, text, calls: [call(tool, tasks)], canUndo: true }
  }

  function answerTo(request: ChatRequest): Parts {
    if ('undo' in request) {
      client.undo(undos.get(request.undo))
      return { text: 'I took that back.' }
    }
    if ('confirm' in request) {
      if (!request.confirm) return { text: 'Nothing was changed.' }
      const found = named('the ').slice(0, 2)
      return act('delete_task', found, client.remove(found.map(({ id }) => id)), 'I deleted both tasks.', {
        deletedAt: '2026-11-25T05:00:00.000Z',
      })
    }
    const text = request.text.toLowerCase()
    if (/اردو|کیا|دکھ|دودھ/.test(text))
      return {
        language: 'ur',
        text: 'آج یہ کام باقی ہیں:\nسب سے ضروری «Pay rent» ہے۔',
        calls: [call('list_tasks', today(all()))],
      }
    if (text.includes('aaj'))
      return {
        language: 'ur-Latn',
        text: 'Aaj ke 2 kaam baqi hain.',
        calls: [call('list_tasks', today(all()).slice(0, 2))],
      }
    if (text.includes('delete')) {
      const tasks = named('the ')
        .slice(0, 2)
        .map(({ id, title }) => ({ id, title }))
      const question = 'Delete these 2 tasks?'
      const changes = tasks.map(({ title }) => `“${title}” moves to the trash`)
      return {
        text: question,
        calls: [call('delete_task', tasks, 'proposed')],
        proposed: {
          id: 'p1',
          expiresAt: new Date(Date.now() + 600_000).toISOString(),
          calls: [],
          question,
          tasks,
          changes,
        },
      }
    }
    if (text === 'call') {
      const question = 'Which task do you mean?'
      return {
        text: question,
        asked: { question, choices: named('call').map(task => ({ say: `complete ${task.title}`, task: shown(task) })) },
      }
    }
    if (text.startsWith('complete ')) {
      const found = named(text.slice('complete '.length)).slice(0, 1)
      return act('complete_task', found, client.complete(found.map(({ id }) => id)), 'Done.', { status: 'done' })
    }
    if (text.startsWith('add ')) {
      const { ids, undo } = client.create([{ title: request.text.slice('add '.length) }])
      return act(
        'add_task',
        ids.flatMap(id => client.tasks.value.get(id) ?? []),
        undo,
        'I added it.',
      )
    }
    if (text.includes('markup'))
      return { text: '<b>bold</b> **bold** [link](https://example.com/leak) https://example.com/leak\n![](x.png)' }
    if (text.includes('model')) return { text: 'You have 9 tasks today.', note: 'model-unavailable' }
    if (text.includes('today') || text.includes('plan'))
      return { text: 'Start with these. The lease is four days late.', calls: [call('list_tasks', plan(all()))] }
    return { text: 'I did not understand that. You can ask, add, change or complete tasks.' }
  }

  async function answer(request: ChatRequest, onPart: (answer: AnswerSoFar) => void) {
    tries++
    const said = 'text' in request ? request.text : ''
    if (said.includes('busy') && tries === 1) return answered('too-many-requests', { afterMs: 20_000 })
    if (said.includes('broken') && tries === 1) return answered('internal')
    if (said.includes('cut') && tries === 1) return refused('offline')
    tries = 0
    turns++
    const parts = answerTo(request)
    const { text, ...more } = parts
    const conversationId = request.conversationId ?? 'new'
    const base = { conversationId, turnId: `t${turns}`, language: 'en', by: 'rules' } as const
    if (said.includes('slow')) {
      onPart({ ...emptyAnswer, ...base, text: 'Let me' })
      await new Promise<void>(resolve => {
        release = resolve
      })
    }
    if (text) onPart({ ...emptyAnswer, ...base, language: more.language ?? 'en', text: text.slice(0, 7) })
    draft.value = { ...draft.value, unanswered: null }
    const whole: ChatAnswer = { ...base, at: new Date().toISOString(), calls: [], canUndo: false, ...more, text }
    return whole
  }

  return {
    draft,
    write: text => {
      draft.value = { ...draft.value, text }
    },
    async send(request, onPart) {
      if (client.connection.value !== 'online') return refused('offline')
      const message = { key: crypto.randomUUID(), request }
      draft.value = { text: 'text' in request ? '' : draft.value.text, unanswered: message }
      sent.push({ ...request, key: message.key })
      return answer(request, onPart)
    },
    async sendAgain(onPart) {
      const { unanswered } = draft.value
      if (!unanswered) return refused('invalid-request')
      sent.push({ ...unanswered.request, key: unanswered.key })
      return answer(unanswered.request, onPart)
    },
    takeBack() {
      const { unanswered, text } = draft.value
      const said = unanswered && 'text' in unanswered.request ? unanswered.request.text : ''
      draft.value = { text: [said, text].filter(Boolean).join('\n'), unanswered: null }
    },
    conversations: async () => ({ items: heads, next: null }),
    async open(id, cursor) {
      const found = heads.find(one => one.id === id)
      if (!found) return answered('conversation-not-found')
      const turns = kept.get(id) ?? earlierTurns(all().slice(0, 3).map(shown))
      const half = Math.ceil(turns.length / 2)
      return cursor
        ? { ...found, turns: turns.slice(0, half), next: null }
        : { ...found, turns: turns.slice(half), next: half ? 'older' : null }
    },
    async remove(id) {
      heads = heads.filter(one => one.id !== id)
      return { done: true }
    },
  }
}

const head = (id: string, title: string, at: string): ConversationHead => ({ id, title, createdAt: at, updatedAt: at })

const call = (tool: string, tasks: ShownTask[], outcome: Call['outcome'] = 'done'): Call => ({
  tool,
  arguments: {},
  outcome,
  tasks,
})

const shown = ({ id, title, due, priority, tags }: LocalTask): ShownTask => ({
  id,
  title,
  ...(due && { due }),
  ...(priority !== 'P4' && { priority }),
  ...(tags.length && { tags }),
})

const byDue = (tasks: readonly LocalTask[]) =>
  tasks.filter(({ due }) => due).sort((a, b) => (a.due?.date ?? '').localeCompare(b.due?.date ?? ''))
const today = (tasks: readonly LocalTask[]) => byDue(tasks).slice(0, 8).map(shown)
const reasons = ['four days late, urgent', 'one day late', 'due today, urgent']
const plan = (tasks: readonly LocalTask[]) =>
  today(tasks).map((task, index) => ({ ...task, ...(reasons[index] && { reason: reasons[index] }) }))
