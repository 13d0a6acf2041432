import '../parts/segments.css'
import { useState } from 'preact/hooks'
import type { NewChannel } from '../../model/server.ts'
import { format, words } from '../words/current.ts'

/** Adds an email address or a webhook's URL. */
export function AddChannel({ onAdd }: { onAdd: (channel: NewChannel) => Promise<boolean> }) {
  const { settings } = words.value
  const [kind, setKind] = useState<'email' | 'webhook'>('email')
  const [text, setText] = useState('')
  const locale = format.value.language
  return (
    <form
      class="inline-form"
      onSubmit={async event => {
        event.preventDefault()
        const channel: NewChannel =
          kind === 'email' ? { kind, address: text.trim(), locale } : { kind, url: text.trim(), locale }
        if (await onAdd(channel)) setText('')
      }}
    >
      <div class="segments" role="radiogroup" aria-label={settings.channels}>
        {(['email', 'webhook'] as const).map(name => (
          <label key={name}>
            <input type="radio" name="channel-kind" checked={kind === name} onChange={() => setKind(name)} />
            {settings.channelKind[name]}
          </label>
        ))}
      </div>
      <label class="field">
        <span class="label">{kind === 'email' ? settings.address : settings.url}</span>
        <input
          class="input"
          dir="ltr"
          type={(kind === 'email' ? 'email' : 'url') as 'email'}
          required
          placeholder={kind === 'email' ? 'name@example.com' : 'https://'}
          value={text}
          onInput={event => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button">
        {settings.add}
      </button>
    </form>
  )
}
