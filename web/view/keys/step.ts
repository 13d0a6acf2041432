import type { Client } from '../../model/client.ts'
import { listsOf } from '../state/lists.ts'
import { current } from '../state/selection.ts'

/** Moves the current row by one; if there is no row, by `otherwise`. */
export function step(client: Client, by: 1 | -1, otherwise?: 1 | -1): void {
  const tasks = listsOf(client).tasks.peek()
  const at = tasks.findIndex(task => task.id === current.peek())
  const next = at < 0 ? (by > 0 ? tasks[0] : tasks.at(-1)) : (tasks[at + by] ?? (otherwise && tasks[at + otherwise]))
  if (!next) return
  current.value = next.id
  focusRow(next.id)
}

/** A row far from the view is rendered first. */
export function focusRow(id: string, tries = 3): void {
  const row = document.getElementById(`task-${id}`)
  if (row) {
    row.focus({ preventScroll: true })
    row.closest('.row')?.scrollIntoView({ block: 'nearest' })
  } else if (tries) requestAnimationFrame(() => focusRow(id, tries - 1))
}
