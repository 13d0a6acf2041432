import { useState } from 'preact/hooks'
import { isRefused } from '../../model/refusal.ts'
import { useClient } from '../client-context.ts'
import { problemInWords } from '../format/problem.ts'
import { Dialog } from '../parts/dialog.tsx'
import { go } from '../route.ts'
import { words } from '../words/current.ts'

/** The end of an account: says what goes, and is meant only by who types the word. */
export function DeleteSection() {
  const client = useClient()
  const { settings, add } = words.value
  const [asking, setAsking] = useState(false)
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState('')
  const meant = typed.trim().toLowerCase() === settings.deleteWord
  const end = async () => {
    const outcome = await client.deleteAccount()
    if (isRefused(outcome)) return setWrong(problemInWords(outcome, words.value))
    setAsking(false)
    go({ at: 'today' })
  }
  return (
    <section class="settings-section">
      <h2>{settings.deleteTitle}</h2>
      <p class="about">{settings.deleteText}</p>
      <div class="setting-row">
        <button type="button" class="button danger" onClick={() => setAsking(true)}>
          {settings.deleteTitle}
        </button>
      </div>
      {asking && (
        <Dialog label={settings.deleteTitle} headed onClose={() => setAsking(false)}>
          <form
            class="delete-form"
            onSubmit={event => {
              event.preventDefault()
              if (meant) void end()
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
            {wrong && (
              <p class="settings-wrong" role="alert">
                {wrong}
              </p>
            )}
            <div class="dialog-actions">
              <button type="button" class="button" onClick={() => setAsking(false)}>
                {add.cancel}
              </button>
              <button type="submit" class="button danger" disabled={!meant}>
                {settings.deleteNow}
              </button>
            </div>
          </form>
        </Dialog>
      )}
    </section>
  )
}
