import { useState } from 'preact/hooks'
import { useClient } from '../client-context.ts'
import { Bidi } from '../parts/bidi.tsx'
import { format, words } from '../words/current.ts'
import { ShownOnce } from './shown-once.tsx'
import { useServerData } from './use-server-data.ts'

/** Tokens for programs: made by name, shown once, taken back with a click. */
export function TokensSection() {
  const { tokens } = useClient()
  const { settings } = words.value
  const { known, wrong, act } = useServerData(() => tokens.list())
  const [name, setName] = useState('')
  const [scope, setScope] = useState<'read' | 'write'>('read')
  const [made, setMade] = useState('')
  return (
    <section class="settings-section">
      <h2>{settings.tokens}</h2>
      <p class="about">{settings.tokensHelp}</p>
      <ul class="setting-list">
        {known?.items.map(token => (
          <li key={token.id}>
            <span class="what">
              <Bidi>{token.name}</Bidi>
              <small>
                {token.scopes.includes('write') ? settings.scopes.write : settings.scopes.read} ·{' '}
                {token.lastUsedAt ? settings.tokenUsed(format.value.moment(token.lastUsedAt)) : settings.tokenUnused}
              </small>
            </span>
            <button type="button" class="button quiet danger" onClick={() => void act(tokens.revoke(token.id))}>
              {settings.revoke}
            </button>
          </li>
        ))}
      </ul>
      <form
        class="inline-form"
        onSubmit={async event => {
          event.preventDefault()
          const token = await act(tokens.create(name.trim(), scope === 'write' ? ['read', 'write'] : ['read']))
          setMade(token?.token ?? '')
          if (token) setName('')
        }}
      >
        <label class="field">
          <span class="label">{settings.tokenName}</span>
          <input
            class="input"
            dir="auto"
            required
            maxLength={100}
            value={name}
            onInput={event => setName(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span class="label">{settings.tokenScope}</span>
          <select
            class="input"
            value={scope}
            onChange={event => setScope(event.currentTarget.value === 'write' ? 'write' : 'read')}
          >
            <option value="read">{settings.scopes.read}</option>
            <option value="write">{settings.scopes.write}</option>
          </select>
        </label>
        <button type="submit" class="button">
          {settings.tokenCreate}
        </button>
      </form>
      {made && <ShownOnce help={settings.tokenOnce} secret={made} />}
      {wrong && <p class="settings-wrong">{wrong}</p>}
    </section>
  )
}
