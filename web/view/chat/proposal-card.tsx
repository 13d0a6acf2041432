import './proposal-card.css'
import type { AnswerSoFar, Proposal } from '../../model/chat.ts'
import { now } from '../now.ts'
import { scriptClass } from '../parts/bidi.tsx'
import { directionOf } from './bubble.tsx'
import type { Send } from './conversation.ts'
import { ShownTasks } from './shown-tasks.tsx'
import { chatWords } from './words.ts'

interface Props {
  proposal: Proposal
  language: AnswerSoFar['language']
  mayAct: boolean
  send: Send
}

/** What the assistant is about to do, exactly. Nothing has happened yet. */
export function ProposalCard({ proposal: { id, expiresAt, question, tasks, changes }, language, mayAct, send }: Props) {
  const w = chatWords.value
  const isExpired = Date.parse(expiresAt) <= now.value.getTime()
  return (
    <section class="proposal" aria-label={question}>
      <p class={`proposal-question ${scriptClass(question)}`} dir={directionOf(language)} lang={language}>
        {question}
      </p>
      {changes.length > 0 && (
        <ul class="proposal-changes">
          {changes.map((change, index) => (
            <li key={index} class={scriptClass(change)} dir="auto">
              {change}
            </li>
          ))}
        </ul>
      )}
      {tasks.length > 0 && <ShownTasks tasks={tasks} />}
      {mayAct &&
        (isExpired ? (
          <p class="chat-note">{w.expired}</p>
        ) : (
          <div class="chat-buttons">
            <button type="button" class="button primary" onClick={() => send({ confirm: id }, w.yes)}>
              {w.yes}
            </button>
            <button type="button" class="button" onClick={() => send({ confirm: false }, w.no)}>
              {w.no}
            </button>
          </div>
        ))}
    </section>
  )
}
