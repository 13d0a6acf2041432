import { useLayoutEffect, useRef } from 'preact/hooks'
import { focusAtStart } from '../parts/focus-at-start.ts'
import { Announcer } from './announcer.tsx'
import { ChatProblem } from './chat-problem.tsx'
import type { Conversation, Send, ShownTurn } from './conversation.ts'
import { OneTurn } from './one-turn.tsx'
import { SuggestionChips } from './suggestion-chips.tsx'
import { chatWords } from './words.ts'

/** Below this distance from its end the list follows a growing answer. */
const nearPx = 80

/** The turns of the open conversation, oldest first, and what the person may ask next. */
export function Talk({ conversation }: { conversation: Conversation }) {
  const w = chatWords.value
  const turns = conversation.turns.value
  const scroller = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const last = turns.at(-1)
  /** The first turn and its place on the screen, which it keeps when earlier turns arrive above. */
  const anchor = useRef<{ element: Element; top: number }>(undefined)
  useLayoutEffect(() => {
    isAtEnd.current = true
  }, [last?.state === 'arriving', conversation.id.value])
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const held = anchor.current
    anchor.current = undefined
    if (held) element.scrollTop += held.element.getBoundingClientRect().top - held.top
    else if (isAtEnd.current) element.scrollTop = element.scrollHeight
  }, [turns, conversation.problem.value])
  const showEarlier = () => {
    const element = scroller.current?.querySelector('.chat-turn')
    if (element) anchor.current = { element, top: element.getBoundingClientRect().top }
    void conversation.showEarlier()
  }
  const send: Send = (request, said) => {
    // The button that was pressed disappears.
    focusAtStart(document.getElementById('chat-field'))
    conversation.send(request, said)
  }
  return (
    <div
      ref={scroller}
      class="chat-talk"
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        isAtEnd.current = scrollTop + clientHeight > scrollHeight - nearPx
      }}
    >
      {conversation.earlier.value && (
        <button type="button" class="button quiet" onClick={showEarlier}>
          {w.earlier}
        </button>
      )}
      {turns.length === 0 && !conversation.isBusy.value && <p class="chat-hello">{w.hello}</p>}
      <ol class="chat-turns" aria-label={w.panel} aria-busy={last?.state === 'arriving'}>
        {turns.map(turn => (
          <li key={turn.id ?? 'unanswered'} class="chat-turn">
            <OneTurn turn={turn} isLast={turn === last} conversation={conversation} send={send} />
          </li>
        ))}
      </ol>
      {conversation.problem.value && last?.state !== 'failed' && (
        <ChatProblem refusal={conversation.problem.value} class="chat-wrong" />
      )}
      {!conversation.isBusy.value && !isOpen(last) && <SuggestionChips isAnswered={turns.length > 0} send={send} />}
      <Announcer last={last} />
    </div>
  )
}

/** The last turn waits for the person: suggestions would distract. */
const isOpen = (turn: ShownTurn | undefined): boolean =>
  turn !== undefined && (turn.state !== 'done' || Boolean(turn.answer?.asked || turn.answer?.proposed))
