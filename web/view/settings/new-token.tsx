import { useState } from 'preact/hooks'
import type { Token } from '../../model/server.ts'
import { words } from '../words/current.ts'

interface Props {
  /** True once the token exists. */
  onCreate: (name: string, scopes: Token['scopes']) => Promise<boolean>
}

/** Asks for the name and the access of an API token. */
export function NewToken({ onCreate }: Props) {
  const { settings } = words.value
  const [name, setName] = useState('')
  const [scope, setScope] = useState<'read' | 'write'>('read')
  return (
    <form
      class="inline-form"
      onSubmit={async event => {
        event.preventDefault()
        if (await onCreate(name.trim(), scope === 'write' ? ['read', 'write'] : ['read'])) setName('')
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
  )
}
