import { prioritise } from '../actions/change.ts'
import { useClient } from '../client-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Flag, levels } from '../parts/flag.tsx'
import { close } from '../state/screen.ts'
import { targets } from '../state/selection.ts'
import { words } from '../words/current.ts'

/** Sets the priority of the selected tasks. */
export function PriorityDialog() {
  const client = useClient()
  const { editor } = words.value
  return (
    <Dialog label={editor.priority} kind="sheet" headed onClose={close}>
      <div>
        {levels.map(level => (
          <button
            key={level}
            type="button"
            class="menu-item"
            onClick={() => {
              close()
              prioritise(client, targets(), level)
            }}
          >
            <Flag level={level} />
            {editor.priorities[level]}
            <span class="end">{level}</span>
          </button>
        ))}
      </div>
    </Dialog>
  )
}
