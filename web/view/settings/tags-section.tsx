import { useState } from 'preact/hooks'
import { isRefused, type Refusal } from '../../model/refusal.ts'
import { useClient } from '../client-context.ts'
import { Bidi } from '../parts/bidi.tsx'
import { Problem } from '../parts/problem.tsx'
import { format, words } from '../words/current.ts'

/** Renames and removes tags. Renaming to an existing tag merges the two. */
export function TagsSection() {
  const client = useClient()
  const { settings } = words.value
  const tags = client.tags.value
  const [renaming, setRenaming] = useState('')
  const [wrong, setWrong] = useState<Refusal>()
  if (!tags.length) return null
  const settle = async (request: ReturnType<typeof client.renameTag> | ReturnType<typeof client.removeTag>) => {
    const outcome = await request
    setWrong(isRefused(outcome) ? outcome : undefined)
    setRenaming('')
  }
  return (
    <section class="settings-section">
      <h2>{settings.tagsTitle}</h2>
      <ul class="setting-list">
        {tags.map(({ name, count }) => (
          <li key={name}>
            {renaming === name ? (
              <Rename name={name} onRename={to => void settle(client.renameTag(name, to))} />
            ) : (
              <>
                <span class="what">
                  <Bidi>{`#${name}`}</Bidi>
                  <small>{words.value.tasks(count, format.value.number(count))}</small>
                </span>
                <button type="button" class="button quiet" onClick={() => setRenaming(name)}>
                  {settings.rename}
                </button>
                <button type="button" class="button quiet danger" onClick={() => void settle(client.removeTag(name))}>
                  {settings.remove}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
      {wrong && <Problem refusal={wrong} class="settings-wrong" />}
    </section>
  )
}

function Rename({ name, onRename }: { name: string; onRename: (to: string) => void }) {
  const [to, setTo] = useState(name)
  return (
    <form
      class="inline-form what"
      onSubmit={event => {
        event.preventDefault()
        if (to.trim()) onRename(to.trim())
      }}
    >
      <label class="field">
        <span class="visually-hidden">{words.value.settings.rename}</span>
        <input
          class="input"
          dir="auto"
          maxLength={50}
          autofocus
          value={to}
          onInput={event => setTo(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button">
        {words.value.editor.save}
      </button>
    </form>
  )
}
