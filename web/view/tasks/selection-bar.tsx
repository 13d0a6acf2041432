import './selection-bar.css'
import { remove } from '../actions/change.ts'
import { complete } from '../actions/complete.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/shapes.ts'
import { open } from '../state/screen.ts'
import { clearSelection, selected } from '../state/selection.ts'
import { format, words } from '../words/current.ts'

/** The actions on the selected tasks. */
export function SelectionBar() {
  const client = useClient()
  const ids = [...selected.value]
  if (!ids.length) return null
  const { selection } = words.value
  const then = (action: () => void) => () => {
    action()
    clearSelection()
  }
  const actions: [IconName, string, () => void][] = [
    ['check', selection.complete, then(() => complete(client, ids))],
    ['upcoming', selection.schedule, () => open('schedule')],
    ['tag', selection.tag, () => open('tag')],
    ['flag', selection.priority, () => open('priority')],
    ['trash', selection.remove, then(() => remove(client, ids))],
  ]
  return (
    <div class="selection-bar" role="toolbar" aria-label={selection.count(ids.length, format.value.number(ids.length))}>
      <span class="selection-count">{selection.count(ids.length, format.value.number(ids.length))}</span>
      {actions.map(([icon, label, action]) => (
        <button key={icon} type="button" class="button quiet" title={label} onClick={action}>
          <Icon name={icon} size={18} />
          <span>{label}</span>
        </button>
      ))}
      <button
        type="button"
        class="icon-button"
        aria-label={selection.clear}
        title={selection.clear}
        onClick={clearSelection}
      >
        <Icon name="close" size={18} />
      </button>
    </div>
  )
}
