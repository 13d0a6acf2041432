import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { go } from '../route.ts'
import { words } from '../words/spoken.ts'

/** Lets go of a list that somebody made. Its tasks stay where they are. */
export function RemoveFilter({ id, name }: { id: string; name: string }) {
  const client = useClient()
  const label = words.value.find.removeFilter(name)
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      onClick={() => {
        client.removeFilter(id)
        go({ at: 'today' })
      }}
    >
      <Icon name="trash" size={18} />
    </button>
  )
}
