import { focusAtStart } from '../parts/focus-at-start.ts'
import { Answer } from './answer.tsx'
import { Said } from './bubble.tsx'
import { ChatProblem } from './chat-problem.tsx'
import type { Conversation, Send, ShownTurn } from './conversation.ts'
import { chatWords } from './words.ts'

interface TurnProps {
  turn: ShownTurn
  isLast: boolean
  conversation: Conversation
  send: Send
}

/** What the person said, and the answer or what became of it. */
export function OneTurn({ turn, isLast, conversation, send }: TurnProps) {
  const w = chatWords.value
  const { said, state, answer, acts = [] } = turn
  return (
    <>
      {said && <Said text={said} />}
      {answer && (
        <Answer
          answer={answer}
          isUndone={turn.undone}
          mayAct={isLast && state === 'done'}
          isBusy={conversation.isBusy.value}
          send={send}
        />
      )}
      {state === 'arriving' && !answer?.text && <p class="chat-working">{w.working}</p>}
      {state === 'failed' && <Failed conversation={conversation} hasWords={said !== ''} />}
      {state === 'interrupted' && <p class="chat-note">{acts.some(isDone) ? w.interruptedAfter : w.interrupted}</p>}
      {state === 'working' && (
        <p class="chat-note">
          {w.stillWorking}{' '}
          <button
            type="button"
            class="link-button"
            onClick={() => conversation.id.value && void conversation.show(conversation.id.value)}
          >
            {w.look}
          </button>
        </p>
      )}
    </>
  )
}

const isDone = ({ outcome }: { outcome: string }) => outcome === 'done'

/** A message without an answer stays until the person sends it again or takes it back. */
function Failed({ conversation, hasWords }: { conversation: Conversation; hasWords: boolean }) {
  const w = chatWords.value
  const problem = conversation.problem.value
  return (
    <div class="chat-failed">
      {problem ? <ChatProblem refusal={problem} /> : <p role="alert">{w.noAnswer}</p>}
      <div class="chat-buttons">
        {problem?.refused !== 'conversation-not-found' && (
          <button type="button" class="button" onClick={() => void conversation.sendAgain()}>
            {w.again}
          </button>
        )}
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            focusAtStart(document.getElementById('chat-field'))
            conversation.takeBack()
          }}
        >
          {hasWords ? w.edit : w.discard}
        </button>
      </div>
    </div>
  )
}
