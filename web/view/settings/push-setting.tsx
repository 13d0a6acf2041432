import { useClient } from '../client-context.ts'
import { words } from '../words/current.ts'

/** Reminders of the browser itself. The browser asks only after a click. */
export function PushSetting({ onTurn }: { onTurn: (on: boolean) => void }) {
  const { push } = useClient()
  const { settings } = words.value
  const state = push.state.value
  const cannot = state === 'blocked' ? settings.pushBlocked : state === 'unsupported' ? settings.pushUnsupported : ''
  return (
    <div>
      <label class="check">
        <input
          type="checkbox"
          checked={state === 'on'}
          disabled={cannot !== ''}
          onChange={event => onTurn(event.currentTarget.checked)}
        />
        {settings.push}
      </label>
      {cannot && <p class="settings-wrong">{cannot}</p>}
    </div>
  )
}
