import '../settings/settings.css'
import './connect.css'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { Copyable } from '../parts/copyable.tsx'
import { go } from '../route.ts'
import { Unavailable } from '../settings/unavailable.tsx'
import { useServerData } from '../settings/use-server-data.ts'
import { useTitle } from '../tasks/list-title.ts'
import { words } from '../words/current.ts'
import { ConnectedSection } from './connected-section.tsx'
import { LinesSection } from './lines-section.tsx'
import { TokenSection } from './token-section.tsx'

/** How to connect MCP clients, and which are connected. */
export function ConnectScreen() {
  const { account } = useClient()
  const title = useTitle()
  const { settings, programs } = words.value
  return (
    <main class="list-screen" id="list" tabIndex={-1}>
      <div class="scroller">
        <div class="list-column settings">
          <button type="button" class="button quiet connect-back" onClick={() => go({ at: 'settings' })}>
            <Icon name="back" size={18} />
            {settings.title}
          </button>
          <header class="list-head">
            <h1>{title}</h1>
            <p>{programs.connect.about}</p>
          </header>
          {account.value ? <Connect key={account.value.id} /> : <NoAccount />}
        </div>
      </div>
    </main>
  )
}

function Connect() {
  const client = useClient()
  const { connect } = words.value.programs
  const { data, problem, reload } = useServerData(() => client.mcpAddress())
  if (problem)
    return (
      <section class="settings-section">
        <Unavailable problem={problem} onAgain={reload} />
      </section>
    )
  if (!data)
    return (
      <p class="settings-section" role="status">
        {connect.loading}
      </p>
    )
  return (
    <>
      <section class="settings-section">
        <h2>{connect.address}</h2>
        <p class="about">{connect.addressHelp}</p>
        <Copyable text={data.address} label={connect.address} />
      </section>
      <ConnectedSection />
      <LinesSection address={data.address} />
      <TokenSection />
    </>
  )
}

function NoAccount() {
  const { account, problems } = words.value
  return (
    <section class="settings-section">
      <p>{problems['no-account']}</p>
      <div class="setting-row">
        <button type="button" class="button primary" onClick={() => go({ at: 'sign-up' })}>
          {account.signUp}
        </button>
        <button type="button" class="button" onClick={() => go({ at: 'sign-in' })}>
          {account.signIn}
        </button>
      </div>
    </section>
  )
}
