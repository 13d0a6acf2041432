import { useState } from 'preact/hooks'
import { isRefused, type Refusal } from '../../model/refusal.ts'
import { useClient } from '../client-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Problem } from '../parts/problem.tsx'
import { go } from '../route.ts'
import { words } from '../words/current.ts'

/** Deletes the account after the person has typed a word to confirm. */
export function DeleteSection() {
  const client = useClient()
  const { settings, add } = words.value
  const [isConfirming, setConfirming] = useState(false)
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState<Refusal>()
  const isConfirmed = typed.trim().toLowerCase() === settings.deleteWord
  const end = async () => {
    const outcome = await client.deleteAccount()
    if (isRefused(outcome)) return setWrong(outcome)
    setConfirming(false)
    go({ at: 'today' })
  }
  return (
    <section class="settings-section">
      <h2>{settings.deleteTitle}</h2>
      <p class="about">{settings.deleteText}</p>
      <div class="setting-row">
        <button type="button" class="button danger" onClick={() => setConfirming(true)}>
          {settings.deleteTitle}
        </button>
      </div>
      {isConfirming && (
        <Dialog label={settings.deleteTitle} headed onClose={() => setConfirming(false)}>
          <form
            class="delete-form"
            onSubmit={event => {
              event.preventDefault()
              if (isConfirmed) void end()
            }}
          >
            <p>{settings.deleteText}</p>
            <label class="field">
              <span class="label">{settings.deleteType(settings.deleteWord)}</span>
              <input
                class="input"
                dir="auto"
                autofocus
                autocomplete="off"
                value={typed}
                onInput={event => setTyped(event.currentTarget.value)}
              />
            </label>
            {wrong && <Problem refusal={wrong} class="settings-wrong" />}
            <div class="dialog-actions">
              <button type="button" class="button" onClick={() => setConfirming(false)}>
                {add.cancel}
              </button>
              <button type="submit" class="button danger" disabled={!isConfirmed}>
                {settings.deleteNow}
              </button>
            </div>
          </form>
        </Dialog>
      )}
    </section>
  )
}
