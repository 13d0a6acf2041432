import { useState } from 'preact/hooks'
import type { Channel } from '../../model/server.ts'
import { useClient } from '../client-context.ts'
import { Problem } from '../parts/problem.tsx'
import { words } from '../words/current.ts'
import { AddChannel } from './add-channel.tsx'
import { PushSetting } from './push-setting.tsx'
import { ShownOnce } from './shown-once.tsx'
import { useServerData } from './use-server-data.ts'

/** The channels that deliver reminders outside the client. */
export function ChannelsSection() {
  const client = useClient()
  const { settings } = words.value
  const { data, problem, hasActed, run } = useServerData(() => client.channels.list())
  const [secret, setSecret] = useState('')
  const [message, setMessage] = useState('')
  const test = async (id: string) => {
    const sent = await run(client.channels.test(id))
    setMessage(sent ? (sent.state === 'failed' ? settings.testFailed : settings.tested) : '')
  }
  return (
    <section class="settings-section">
      <h2>{settings.reminders}</h2>
      <PushSetting onTurn={on => void run(on ? client.push.turnOn() : client.push.turnOff())} />
      <ul class="setting-list" aria-label={settings.channels}>
        {data?.items.map(channel => (
          <li key={channel.id}>
            <span class="what">
              <span dir="ltr">{channel.destination}</span>
              <small>
                {settings.channelKind[channel.kind]} · {settings.channelState[channel.state]}
              </small>
            </span>
            {channel.state === 'unconfirmed' && (
              <Confirm channel={channel} onConfirm={token => void run(client.channels.confirm(channel.id, token))} />
            )}
            {channel.state === 'active' && (
              <button type="button" class="button" onClick={() => void test(channel.id)}>
                {settings.test}
              </button>
            )}
            <button
              type="button"
              class="button quiet danger"
              onClick={() => void run(client.channels.remove(channel.id))}
            >
              {settings.remove}
            </button>
          </li>
        ))}
      </ul>
      <AddChannel
        onAdd={async channel => {
          const added = await run(client.channels.add(channel))
          setSecret(added?.secret ?? '')
          return added !== undefined
        }}
      />
      {secret && <ShownOnce help={settings.secretOnce} secret={secret} />}
      {problem && <Problem refusal={problem} class="settings-wrong" quiet={!hasActed} />}
      <p class="settings-message" role="status">
        {!problem && message}
      </p>
    </section>
  )
}

function Confirm({ channel, onConfirm }: { channel: Channel; onConfirm: (token: string) => void }) {
  const { settings } = words.value
  const [token, setToken] = useState('')
  return (
    <form
      class="setting-row"
      onSubmit={event => {
        event.preventDefault()
        if (token.trim()) onConfirm(token.trim())
      }}
    >
      <input
        class="input confirm-code"
        dir="ltr"
        autocomplete="one-time-code"
        aria-label={`${settings.confirmCode}: ${channel.destination}`}
        placeholder={settings.confirmCode}
        value={token}
        onInput={event => setToken(event.currentTarget.value)}
      />
      <button type="submit" class="button">
        {settings.confirm}
      </button>
    </form>
  )
}
