import { useState } from 'preact/hooks'
import { isRefused, type Refusal } from '../../model/refusal.ts'
import { useClient } from '../client-context.ts'
import { Problem } from '../parts/problem.tsx'
import { NewToken } from '../settings/new-token.tsx'
import { ShownOnce } from '../settings/shown-once.tsx'
import { words } from '../words/current.ts'
import { tokenHeader } from './client-lines.ts'

/** The header for MCP clients that cannot sign in, with an API token that is created here. */
export function TokenSection() {
  const { tokens } = useClient()
  const { settings, programs } = words.value
  const [token, setToken] = useState('')
  const [wrong, setWrong] = useState<Refusal>()
  return (
    <section class="settings-section">
      <h2>{programs.connect.token}</h2>
      <p class="about">{programs.connect.tokenHelp}</p>
      {token ? (
        <ShownOnce help={settings.tokenOnce} secret={tokenHeader(token)} />
      ) : (
        <code class="connect-header">{tokenHeader('zd_…')}</code>
      )}
      <NewToken
        onCreate={async (name, scopes) => {
          const created = await tokens.create(name, scopes)
          setWrong(isRefused(created) ? created : undefined)
          if (isRefused(created)) return false
          setToken(created.token)
          return true
        }}
      />
      {wrong && <Problem refusal={wrong} class="settings-wrong" />}
    </section>
  )
}
