import type { LocalTask } from '../../model/local-task.ts'
import { Icon } from '../icons/icon.tsx'
import { go, route, withTask } from '../route.ts'
import { words } from '../words/current.ts'

/** Whether a task waits to be sent, was refused a change or was changed on two devices, and the way to mend it. */
export function RowState({ task }: { task: LocalTask }) {
  const w = words.value
  const said = task.refused ? w.row.refused : task.conflicts?.length ? w.row.conflict : undefined
  if (said)
    return (
      <button
        type="button"
        class={task.refused ? 'row-trouble refused' : 'row-trouble'}
        tabIndex={-1}
        onClick={() => go(withTask(route.value, task.id))}
      >
        <Icon name={task.refused ? 'warning' : 'split'} size={16} />
        <span>
          {said}
          <span class="visually-hidden">. {w.row.look}</span>
        </span>
      </button>
    )
  if (!task.pending && !task.expected) return null
  const waits = task.expected ? w.row.expected : w.row.waiting
  return (
    <span class="row-pending" title={waits}>
      <span class="visually-hidden">{waits}</span>
    </span>
  )
}
