import type { LocalTask } from '../../model/local-task.ts'
import { Icon } from '../icons/icon.tsx'
import { go, route, withTask } from '../route.ts'
import { words } from '../words/current.ts'

/** Shows an unsent change, a refused change or a conflict; a click opens the task to resolve it. */
export function RowState({ task }: { task: LocalTask }) {
  const w = words.value
  const trouble = task.refused ? w.row.refused : task.conflicts?.length ? w.row.conflict : undefined
  if (trouble)
    return (
      <button
        type="button"
        class={task.refused ? 'row-trouble refused' : 'row-trouble'}
        tabIndex={-1}
        onClick={() => go(withTask(route.value, task.id))}
      >
        <Icon name={task.refused ? 'warning' : 'split'} size={16} />
        <span>
          {trouble}
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
