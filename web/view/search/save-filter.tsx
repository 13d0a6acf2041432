import { useRef, useState } from 'preact/hooks'
import { useClient } from '../client-context.ts'
import { Popover } from '../parts/popover.tsx'
import { go } from '../route.ts'
import { words } from '../words/spoken.ts'

/** Keeps what is searched for as a list of its own. */
export function SaveFilter({ text }: { text: string }) {
  const client = useClient()
  const { find, editor } = words.value
  const [naming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={button}
        type="button"
        class="button quiet"
        aria-expanded={naming}
        onClick={() => {
          setName(text)
          setNaming(true)
        }}
      >
        {find.save}
      </button>
      {naming && (
        <Popover by={button} label={find.save} onClose={() => setNaming(false)}>
          <form
            class="save-filter"
            onSubmit={event => {
              event.preventDefault()
              setNaming(false)
              go({ at: 'filter', name: client.saveFilter({ name: name.trim() || text, query: { text } }) })
            }}
          >
            <label class="field">
              <span class="label">{find.saveName}</span>
              <input
                class="input"
                dir="auto"
                maxLength={50}
                value={name}
                onInput={event => setName(event.currentTarget.value)}
              />
            </label>
            <button type="submit" class="button primary">
              {editor.save}
            </button>
          </form>
        </Popover>
      )}
    </>
  )
}
