import './state-lines.css'
import type { ComponentChildren } from 'preact'
import { useClient } from '../client-context.ts'
import { go } from '../route.ts'
import { deviceZone, format, words } from '../words/current.ts'
import { install, installable } from './install.ts'

/** Lines above the list about the state of the client. None of them interrupts; usually there is none. */
export function StateLines() {
  const client = useClient()
  const { state } = words.value
  const trouble = client.trouble.value
  const waiting = client.waiting.value
  const zone = deviceZone()
  const profile = client.profile.value
  return (
    <div class="state-lines" role="status">
      {trouble === 'storage-off' && <Line warn>{state.storageOff}</Line>}
      {trouble === 'storage-full' && <Line warn>{state.storageFull}</Line>}
      {(trouble === 'newer-version' || client.updateReady.value) && (
        <Line act={state.reload} onAct={() => client.updateNow()}>
          {trouble ? state.newerVersion : state.updateReady}
        </Line>
      )}
      {client.connection.value === 'signed-out' && (
        <Line act={state.signIn} onAct={() => go({ at: 'sign-in' })}>
          {state.signedOut}
        </Line>
      )}
      {client.connection.value === 'offline' && client.account.value && (
        <Line>{waiting ? state.offlineWaiting(waiting, format.value.number(waiting)) : state.offline}</Line>
      )}
      {profile && profile.zone !== zone && client.preferences.value.declinedZone !== zone && (
        <Line
          act={state.zoneUse}
          onAct={() => void client.changeProfile({ zone })}
          otherwise={state.zoneKeep}
          onOtherwise={() => client.prefer({ declinedZone: zone })}
        >
          {state.zoneDiffers(cityOf(zone), cityOf(profile.zone))}
        </Line>
      )}
      {installable.value && (
        <Line
          act={state.installNow}
          onAct={() => void install(true)}
          otherwise={state.notNow}
          onOtherwise={() => void install(false)}
        >
          {state.install}
        </Line>
      )}
    </div>
  )
}

const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')

interface LineProps {
  children: ComponentChildren
  warn?: boolean
  act?: string
  onAct?: () => void
  otherwise?: string
  onOtherwise?: () => void
}

const Line = ({ children, warn = false, act, onAct, otherwise, onOtherwise }: LineProps) => (
  <div class={warn ? 'state-line warn' : 'state-line'}>
    <p>{children}</p>
    {act && (
      <button type="button" class="link-button" onClick={onAct}>
        {act}
      </button>
    )}
    {otherwise && (
      <button type="button" class="link-button" onClick={onOtherwise}>
        {otherwise}
      </button>
    )}
  </div>
)
