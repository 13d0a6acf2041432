import './answer.css'
import { useState } from 'preact/hooks'
import { type AnswerSoFar, type Call, ownWords } from '../../model/chat.ts'
import { Icon } from '../icons/icon.tsx'
import { format } from '../words/current.ts'
import { Told } from './bubble.tsx'
import { Choices } from './choices.tsx'
import type { Send } from './conversation.ts'
import { ProposalCard } from './proposal-card.tsx'
import { ShownTasks } from './shown-tasks.tsx'
import { chatWords } from './words.ts'

interface Props {
  answer: AnswerSoFar
  isUndone: boolean
  /** Only the newest answer takes a consent or a choice. */
  mayAct: boolean
  isBusy: boolean
  send: Send
}

/** An answer: its words, what was done as rows, what will be done as a card, a question with its choices. */
export function Answer({ answer, isUndone, mayAct, isBusy, send }: Props) {
  const w = chatWords.value
  const { calls, proposed, asked, note, language, canUndo, turnId } = answer
  const text = ownWords(answer)
  const made = calls.filter(({ outcome }) => outcome !== 'proposed')
  return (
    <div class="chat-answer">
      {text && <Told text={text} language={language} />}
      {made.map((call, index) => (
        <Made key={index} call={call} />
      ))}
      {isUndone && <p class="chat-note">{w.undone}</p>}
      {canUndo && !isUndone && turnId && (
        <button type="button" class="button chat-undo" disabled={isBusy} onClick={() => send({ undo: turnId }, w.undo)}>
          <Icon name="undo" size={16} />
          {w.undo}
        </button>
      )}
      {proposed && <ProposalCard proposal={proposed} language={language} mayAct={mayAct} send={send} />}
      {asked && (
        <>
          <Told text={asked.question} language={language} />
          {mayAct && <Choices choices={asked.choices} onChoose={say => send({ text: say }, say)} />}
        </>
      )}
      {note && <p class="chat-note">{w.notes[note]}</p>}
    </div>
  )
}

const fewTasks = 6

/** A call that was made, as the tasks that it changed or found. */
function Made({ call: { outcome, tasks = [] } }: { call: Call }) {
  const w = chatWords.value
  const [showsAll, setShowsAll] = useState(false)
  const label = outcome === 'unchanged' || outcome === 'refused' ? w.outcomes[outcome] : undefined
  if (!tasks.length) return label ? <p class="chat-note">{label}</p> : null
  return (
    <div>
      {label && <p class="chat-note">{label}</p>}
      <ShownTasks tasks={showsAll ? tasks : tasks.slice(0, fewTasks)} />
      {!showsAll && tasks.length > fewTasks && (
        <button type="button" class="button quiet" onClick={() => setShowsAll(true)}>
          {w.showAll(format.value.number(tasks.length))}
        </button>
      )}
    </div>
  )
}
