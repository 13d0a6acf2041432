import { batch, computed, type ReadonlySignal, signal } from '@preact/signals'
import type { AnswerSoFar, ChatRequest, ConversationPage, Turn } from '../../model/chat.ts'
import type { Answer, ChatRoom } from '../../model/client.ts'
import { isRefused, type Refusal } from '../../model/refusal.ts'

/** A turn on the screen. `arriving`: its answer is under way; `failed`: the message has no answer. */
export interface ShownTurn {
  id: string | undefined
  said: string
  state: Turn['state'] | 'arriving' | 'failed'
  undone: boolean
  answer: AnswerSoFar | null
  /** Of an interrupted turn: the calls that it had begun. */
  acts?: Turn['acts']
}

/** `said` is what the screen shows as the person's words. */
export type Send = (request: Omit<ChatRequest, 'conversationId'>, said: string) => void

export interface Conversation {
  room: ChatRoom
  id: ReadonlySignal<string | undefined>
  turns: ReadonlySignal<readonly ShownTurn[]>
  isBusy: ReadonlySignal<boolean>
  /** Why the last request was refused. */
  problem: ReadonlySignal<Refusal | null>
  /** Leads to older turns; null: there are none. */
  earlier: ReadonlySignal<string | null>
  send: Send
  sendAgain(): Promise<void>
  takeBack(): void
  show(id: string): Promise<void>
  showEarlier(): Promise<void>
  startNew(): void
}

/** The open conversation. It stays as it is while the panel is closed, and an answer continues to arrive. */
export function createConversation(room: ChatRoom): Conversation {
  const id = signal(room.draft.peek().unanswered?.request.conversationId)
  const kept = signal<readonly ShownTurn[]>([])
  const current = signal<ShownTurn | null>(failedTurn(room))
  const isBusy = signal(false)
  const problem = signal<Refusal | null>(null)
  const earlier = signal<string | null>(null)

  async function follow(said: string, ask: (onPart: (answer: AnswerSoFar) => void) => ReturnType<ChatRoom['send']>) {
    if (isBusy.value) return
    const turn = (answer: AnswerSoFar | null): ShownTurn => ({
      id: answer?.turnId,
      said,
      state: 'arriving',
      undone: false,
      answer,
    })
    batch(() => {
      isBusy.value = true
      problem.value = null
      current.value = turn(null)
    })
    const answer = await ask(part => {
      current.value = turn(part)
    })
    batch(() => {
      isBusy.value = false
      if (isRefused(answer)) {
        problem.value = answer
        current.value = failedTurn(room)
        return
      }
      id.value = answer.conversationId
      kept.value = [...kept.value, { ...turn(answer), state: 'done' }]
      current.value = null
    })
    return isRefused(answer) ? undefined : answer
  }

  async function load(ask: Answer<ConversationPage>, add: (page: ConversationPage) => void): Promise<void> {
    isBusy.value = true
    const page = await ask
    batch(() => {
      isBusy.value = false
      problem.value = isRefused(page) ? page : null
      if (isRefused(page)) return
      earlier.value = page.next
      add(page)
    })
  }

  function takeBack(): void {
    if (room.draft.peek().unanswered) room.takeBack()
    batch(() => {
      // The conversation may be gone: the words then begin a new one.
      if (problem.value?.refused === 'conversation-not-found') startNew()
      problem.value = null
      current.value = null
    })
  }

  function startNew(): void {
    batch(() => {
      id.value = undefined
      kept.value = []
      earlier.value = null
    })
  }

  async function show(wanted: string): Promise<void> {
    await load(room.open(wanted), page => {
      id.value = page.id
      kept.value = page.turns
    })
  }

  if (id.peek()) void show(id.peek() ?? '')

  return {
    room,
    id,
    turns: computed(() => (current.value ? [...kept.value, current.value] : kept.value)),
    isBusy,
    problem,
    earlier,
    async send(request, said) {
      const inConversation = id.value === undefined ? {} : { conversationId: id.value }
      const answer = await follow(said, onPart => room.send({ ...inConversation, ...request } as ChatRequest, onPart))
      if (answer && 'undo' in request)
        kept.value = kept.value.map(turn => (turn.id === request.undo ? { ...turn, undone: true } : turn))
    },
    async sendAgain() {
      await follow(failedTurn(room)?.said ?? '', room.sendAgain)
    },
    takeBack,
    async show(wanted) {
      if (isBusy.value) return
      takeBack()
      await show(wanted)
    },
    async showEarlier() {
      const [at, cursor] = [id.value, earlier.value]
      if (!at || !cursor || isBusy.value) return
      await load(room.open(at, cursor), page => {
        kept.value = [...page.turns, ...kept.value]
      })
    },
    startNew() {
      if (isBusy.value) return
      takeBack()
      startNew()
    },
  }
}

function failedTurn(room: ChatRoom): ShownTurn | null {
  const { unanswered } = room.draft.peek()
  if (!unanswered) return null
  const said = 'text' in unanswered.request ? unanswered.request.text : ''
  return { id: undefined, said, state: 'failed', undone: false, answer: null }
}
