import { useState } from 'preact/hooks'
import { isRefused } from '../../model/refused.ts'
import { useClient } from '../client-context.ts'
import { problemInWords } from '../format/problem.ts'
import { words } from '../words/spoken.ts'

/** Reminders of the browser itself. The browser asks only after a click. */
export function PushSetting() {
  const { push } = useClient()
  const { settings } = words.value
  const state = push.state.value
  const [wrong, setWrong] = useState('')
  const turn = async (on: boolean) => {
    const outcome = await (on ? push.turnOn() : push.turnOff())
    setWrong(isRefused(outcome) ? problemInWords(outcome, words.value) : '')
  }
  const cannot = state === 'blocked' ? settings.pushBlocked : state === 'unsupported' ? settings.pushUnsupported : ''
  return (
    <div>
      <label class="check">
        <input
          type="checkbox"
          checked={state === 'on'}
          disabled={cannot !== ''}
          onChange={event => void turn(event.currentTarget.checked)}
        />
        {settings.push}
      </label>
      {(cannot || wrong) && <p class="settings-wrong">{cannot || wrong}</p>}
    </div>
  )
}
