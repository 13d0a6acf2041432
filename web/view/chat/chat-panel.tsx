import './chat-panel.css'
import { useState } from 'preact/hooks'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { go } from '../route.ts'
import { words } from '../words/current.ts'
import { Composer } from './composer.tsx'
import { ConversationList } from './conversation-list.tsx'
import { Talk } from './talk.tsx'
import { useConversation } from './use-conversation.ts'
import { chatWords } from './words.ts'

/** The assistant's panel: the open conversation, or the list of all. */
export function ChatPanel({ onClose }: { onClose: () => void }) {
  const { account } = useClient()
  return account.value ? (
    <OwnChat key={account.value.id} account={account.value.id} onClose={onClose} />
  ) : (
    <NoAccount onClose={onClose} />
  )
}

function OwnChat({ account, onClose }: { account: string; onClose: () => void }) {
  const w = chatWords.value
  const conversation = useConversation(account)
  const [isListOpen, setListOpen] = useState(false)
  const isBusy = conversation?.isBusy.value ?? true
  return (
    <div class="chat">
      <header class="chat-head">
        {isListOpen ? (
          <IconButton icon="back" label={w.back} onClick={() => setListOpen(false)} />
        ) : (
          <IconButton icon="history" label={w.history} disabled={isBusy} onClick={() => setListOpen(true)} />
        )}
        <h2>{isListOpen ? w.history : w.panel}</h2>
        <IconButton
          icon="plus"
          label={w.newOne}
          disabled={isBusy}
          onClick={() => {
            setListOpen(false)
            conversation?.startNew()
          }}
        />
        <IconButton icon="close" label={w.close} onClick={onClose} />
      </header>
      {conversation &&
        (isListOpen ? (
          <ConversationList conversation={conversation} onOpen={() => setListOpen(false)} />
        ) : (
          <>
            <Talk conversation={conversation} />
            <Composer conversation={conversation} />
          </>
        ))}
    </div>
  )
}

function NoAccount({ onClose }: { onClose: () => void }) {
  const w = chatWords.value
  const { account } = words.value
  return (
    <div class="chat">
      <header class="chat-head">
        <h2>{w.panel}</h2>
        <IconButton icon="close" label={w.close} onClick={onClose} />
      </header>
      <div class="chat-empty">
        <p>{w.account}</p>
        <div class="chat-buttons">
          <button type="button" class="button primary" onClick={() => go({ at: 'sign-up' })}>
            {account.signUp}
          </button>
          <button type="button" class="button" onClick={() => go({ at: 'sign-in' })}>
            {account.signIn}
          </button>
        </div>
      </div>
    </div>
  )
}

interface IconButtonProps {
  icon: 'back' | 'history' | 'plus' | 'close'
  label: string
  disabled?: boolean
  onClick: () => void
}

const IconButton = ({ icon, label, disabled = false, onClick }: IconButtonProps) => (
  <button type="button" class="icon-button" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
    <Icon name={icon} size={18} />
  </button>
)
