import { useState } from 'preact/hooks'
import { useClient } from '../client-context.ts'
import { Bidi } from '../parts/bidi.tsx'
import { Problem } from '../parts/problem.tsx'
import { format, words } from '../words/current.ts'
import { NewToken } from './new-token.tsx'
import { ShownOnce } from './shown-once.tsx'
import { useServerData } from './use-server-data.ts'

/** API tokens: created with a name, shown once, revoked by a click. */
export function TokensSection() {
  const { tokens } = useClient()
  const { settings } = words.value
  const { data, problem, hasActed, run } = useServerData(() => tokens.list())
  const [secret, setSecret] = useState('')
  return (
    <section class="settings-section">
      <h2>{settings.tokens}</h2>
      <p class="about">{settings.tokensHelp}</p>
      <ul class="setting-list">
        {data?.items.map(token => (
          <li key={token.id}>
            <span class="what">
              <Bidi>{token.name}</Bidi>
              <small>
                {token.scopes.includes('write') ? settings.scopes.write : settings.scopes.read} ·{' '}
                {token.lastUsedAt ? settings.tokenUsed(format.value.moment(token.lastUsedAt)) : settings.tokenUnused}
              </small>
            </span>
            <button type="button" class="button quiet danger" onClick={() => void run(tokens.revoke(token.id))}>
              {settings.revoke}
            </button>
          </li>
        ))}
      </ul>
      <NewToken
        onCreate={async (name, scopes) => {
          const token = await run(tokens.create(name, scopes))
          setSecret(token?.token ?? '')
          return token !== undefined
        }}
      />
      {secret && <ShownOnce help={settings.tokenOnce} secret={secret} />}
      {problem && <Problem refusal={problem} class="settings-wrong" quiet={!hasActed} />}
    </section>
  )
}
