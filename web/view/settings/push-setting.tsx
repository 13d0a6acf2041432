import { useClient } from '../client-context.ts'
import { words } from '../words/current.ts'

/** Turns this browser's push notifications on and off. Browsers ask for permission only after a click. */
export function PushSetting({ onTurn }: { onTurn: (on: boolean) => void }) {
  const { push } = useClient()
  const { settings } = words.value
  const state = push.state.value
  const problem = state === 'blocked' ? settings.pushBlocked : state === 'unsupported' ? settings.pushUnsupported : ''
  return (
    <div>
      <label class="check">
        <input
          type="checkbox"
          checked={state === 'on'}
          disabled={problem !== ''}
          onChange={event => onTurn(event.currentTarget.checked)}
        />
        {settings.push}
      </label>
      {problem && <p class="settings-wrong">{problem}</p>}
    </div>
  )
}
