import { useRef, useState } from 'preact/hooks'
import { type FilterQuery, withParts } from '../../model/filter.ts'
import { useClient } from '../client-context.ts'
import { Popover } from '../parts/popover.tsx'
import { go } from '../route.ts'
import { words } from '../words/current.ts'
import { nameOf } from './query-in-words.ts'

/** Saves the current search as a filter. */
export function SaveFilter({ query }: { query: FilterQuery }) {
  const client = useClient()
  const { find, editor } = words.value
  const [naming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const button = useRef<HTMLButtonElement>(null)
  const save = () => {
    const saved = {
      name: name.trim() || nameOf(query, words.value),
      query: withParts(query, { text: query.text?.trim() }),
    }
    setNaming(false)
    go({ at: 'filter', name: client.saveFilter(saved) })
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        class="button quiet save-filter-button"
        aria-haspopup="dialog"
        aria-expanded={naming}
        onClick={() => {
          setName(nameOf(query, words.value))
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
              save()
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
