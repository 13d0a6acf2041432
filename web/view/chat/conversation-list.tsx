import './conversation-list.css'
import { useEffect, useState } from 'preact/hooks'
import type { ConversationHead } from '../../model/chat.ts'
import { isRefused, type Refusal } from '../../model/refusal.ts'
import { Icon } from '../icons/icon.tsx'
import { Bidi } from '../parts/bidi.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { format } from '../words/current.ts'
import { ChatProblem } from './chat-problem.tsx'
import type { Conversation } from './conversation.ts'
import { chatWords } from './words.ts'

/** All conversations, newest first. */
export function ConversationList({ conversation, onOpen }: { conversation: Conversation; onOpen: () => void }) {
  const w = chatWords.value
  const { room } = conversation
  const [items, setItems] = useState<readonly ConversationHead[]>()
  const [next, setNext] = useState<string | null>(null)
  const [problem, setProblem] = useState<Refusal>()
  const [asked, setAsked] = useState<{ id: string; name: string }>()
  const load = async (cursor?: string) => {
    const page = await room.conversations(cursor)
    setProblem(isRefused(page) ? page : undefined)
    if (isRefused(page)) return
    setItems(known => [...(cursor ? (known ?? []) : []), ...page.items])
    setNext(page.next)
  }
  useEffect(() => void load(), [])
  const remove = async (id: string) => {
    const removed = await room.remove(id)
    setAsked(undefined)
    if (isRefused(removed)) return setProblem(removed)
    setItems(known => known?.filter(one => one.id !== id))
    if (conversation.id.value === id) conversation.startNew()
  }
  return (
    <div class="chat-talk">
      {problem && (
        <div class="chat-failed">
          <ChatProblem refusal={problem} />
          <div class="chat-buttons">
            <button type="button" class="button" onClick={() => void load()}>
              {w.again}
            </button>
          </div>
        </div>
      )}
      {!items && !problem && <p role="status">{w.loading}</p>}
      {items?.length === 0 && <p class="chat-hello">{w.noConversations}</p>}
      <ul class="conversations">
        {items?.map(({ id, title, updatedAt }) => {
          const name = title || w.untitled
          return (
            <li key={id} class="conversation">
              <button
                type="button"
                class="conversation-open"
                aria-current={conversation.id.value === id || undefined}
                onClick={() => {
                  onOpen()
                  void conversation.show(id)
                }}
              >
                <span class="conversation-title">
                  <Bidi>{name}</Bidi>
                </span>
                <time dateTime={updatedAt}>{format.value.moment(updatedAt)}</time>
              </button>
              <button
                type="button"
                class="icon-button"
                aria-label={w.remove(name)}
                title={w.remove(name)}
                onClick={() => setAsked({ id, name })}
              >
                <Icon name="trash" size={18} />
              </button>
            </li>
          )
        })}
      </ul>
      {next && (
        <button type="button" class="button quiet" onClick={() => void load(next)}>
          {w.more}
        </button>
      )}
      {asked && (
        <Dialog label={w.removeTitle} onClose={() => setAsked(undefined)} headed>
          <p class="conversation-title">
            <Bidi>{asked.name}</Bidi>
          </p>
          <p>{w.removeText}</p>
          <div class="dialog-actions">
            <button type="button" class="button" autofocus onClick={() => setAsked(undefined)}>
              {w.removeNo}
            </button>
            <button type="button" class="button danger" onClick={() => void remove(asked.id)}>
              {w.removeYes}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  )
}
