import './filter-editor.css'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type Filter, type FilterQuery, withParts } from '../../model/filter.ts'
import { useClient } from '../client-context.ts'
import { words } from '../words/current.ts'
import { FilterChips } from './filter-chips.tsx'

interface Props {
  filter: Filter
  onClose: () => void
}

/** Edits a saved filter. Each change is saved at once, and the list below follows. */
export function FilterEditor({ filter, onClose }: Props) {
  const client = useClient()
  const { find, editor } = words.value
  const field = useRef<HTMLInputElement>(null)
  const [name, setName] = useState(filter.name)
  const [text, setText] = useState(filter.query.text ?? '')
  useLayoutEffect(() => field.current?.select(), [])
  const save = (query: FilterQuery) => client.saveFilter({ ...filter, query })
  const rename = (typed: string) => {
    setName(typed)
    // An empty name is not saved: the filter keeps its old one.
    if (typed.trim()) client.saveFilter({ ...filter, name: typed.trim() })
  }
  return (
    <form
      class="filter-editor"
      onSubmit={event => {
        event.preventDefault()
        onClose()
      }}
      onKeyDown={event => {
        // In an open choice Escape closes only that.
        const isInside = (event.target as Element).closest('[popover]')
        if (event.key !== 'Escape' || event.isComposing || isInside) return
        event.stopPropagation()
        onClose()
      }}
    >
      <label class="field">
        <span class="label">{find.saveName}</span>
        <input
          ref={field}
          class="input"
          dir="auto"
          maxLength={50}
          autocomplete="off"
          value={name}
          onInput={event => rename(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span class="label">{find.words}</span>
        <input
          class="input"
          dir="auto"
          maxLength={200}
          autocomplete="off"
          value={text}
          onInput={event => {
            setText(event.currentTarget.value)
            save(withParts(filter.query, { text: event.currentTarget.value.trim() }))
          }}
        />
      </label>
      <FilterChips query={filter.query} onChange={save}>
        <button type="submit" class="button quiet">
          {editor.done}
        </button>
      </FilterChips>
    </form>
  )
}
