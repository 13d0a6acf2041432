import './filter-tools.css'
import { useRef, useState } from 'preact/hooks'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { lazy } from '../parts/lazy.tsx'
import { go } from '../route.ts'
import { showToast } from '../state/toasts.ts'
import { words } from '../words/current.ts'

const FilterEditor = lazy(async () => (await import('../search/filter-editor.tsx')).FilterEditor)

/** Edits or deletes a saved filter. The tasks are not affected. */
export function FilterTools({ id }: { id: string }) {
  const client = useClient()
  const { find } = words.value
  const [editing, setEditing] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const filter = client.savedFilters.value.find(one => one.id === id)
  if (!filter) return null
  const { name } = filter
  return (
    <>
      <div class="filter-tools">
        <button
          ref={button}
          type="button"
          class="icon-button"
          aria-label={find.editFilter(name)}
          title={find.editFilter(name)}
          aria-expanded={editing}
          onClick={() => setEditing(!editing)}
        >
          <Icon name="settings" size={18} />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={find.removeFilter(name)}
          title={find.removeFilter(name)}
          onClick={() => {
            go({ at: 'today' })
            showToast(find.filterRemoved(name), { undo: client.removeFilter(id) })
          }}
        >
          <Icon name="trash" size={18} />
        </button>
      </div>
      {editing && (
        <FilterEditor
          filter={filter}
          onClose={() => {
            button.current?.focus()
            setEditing(false)
          }}
        />
      )}
    </>
  )
}
