import './composer.css'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { scriptClass } from '../parts/bidi.tsx'
import { focusAtStart } from '../parts/focus-at-start.ts'
import { go } from '../route.ts'
import { words } from '../words/current.ts'
import type { Conversation } from './conversation.ts'
import { Microphone } from './microphone.tsx'
import { chatWords } from './words.ts'

const mostLetters = 4_000

/** The field for the next message. Offline it keeps the words and sends nothing. */
export function Composer({ conversation }: { conversation: Conversation }) {
  const client = useClient()
  const w = chatWords.value
  const { room } = conversation
  const { text, unanswered } = room.draft.value
  const connection = client.connection.value
  const field = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => focusAtStart(field.current), [])
  const maySend = connection === 'online' && !conversation.isBusy.value && !unanswered && text.trim() !== ''
  const send = () => {
    if (!maySend) return
    field.current?.focus()
    conversation.send({ text: text.trim() }, text.trim())
  }
  return (
    <form
      class="composer"
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      {connection !== 'online' && (
        <p class="composer-state" role="status">
          {connection === 'offline' ? w.offline : w.signedOut}{' '}
          {connection === 'signed-out' && (
            <button type="button" class="link-button" onClick={() => go({ at: 'sign-in' })}>
              {words.value.state.signIn}
            </button>
          )}
        </p>
      )}
      <Microphone onHeard={heard => room.write([text.trim(), heard].filter(Boolean).join(' '))}>
        <textarea
          ref={field}
          id="chat-field"
          class={`composer-field ${text && scriptClass(text)}`}
          aria-label={w.field}
          placeholder={w.field}
          // The placeholder is in the language of the screen, the words in their own.
          dir={text ? 'auto' : undefined}
          rows={1}
          maxLength={mostLetters}
          enterkeyhint="send"
          value={text}
          onInput={event => room.write(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
            event.preventDefault()
            send()
          }}
        />
      </Microphone>
      <button type="submit" class="icon-button composer-send" aria-label={w.send} title={w.send} disabled={!maySend}>
        <Icon name="send" />
      </button>
    </form>
  )
}
