import type { Client } from '../../model/client.ts'
import { today } from '../now.ts'
import { linger, release } from '../state/lingering.ts'
import { appendToToast, showToast } from '../state/toasts.ts'
import { format, words } from '../words/current.ts'

/** Completes open tasks, or reopens done ones, with a toast. For a series the toast gives the next date. */
export function completeOrReopen(client: Client, ids: readonly string[]): void {
  const tasks = ids.flatMap(id => client.tasks.peek().get(id) ?? [])
  const open = tasks.filter(task => task.status === 'open').map(task => task.id)
  if (open.length) complete(client, open)
  else if (tasks.length) showToast(words.value.toast.reopened, { undo: client.reopen(tasks.map(task => task.id)) })
}

export function complete(client: Client, ids: readonly string[]): void {
  const [first] = ids
  const only = ids.length === 1 && first !== undefined ? client.tasks.peek().get(first) : undefined
  const next = only?.repeat ? client.nextDue(only.id) : undefined
  linger(ids)
  const undo = client.complete(ids)
  const { toast } = words.value
  const id = showToast(toast.completed(ids.length, format.value.number(ids.length)), { undo })
  void next?.then(due => due && appendToToast(id, toast.next(format.value.shortDay(due.date, today.value))))
}

/** Reverts actions. Rows that were struck through recover at once. */
export function undo(client: Client, tokens: readonly (string | undefined)[] = [undefined]): void {
  const { toast } = words.value
  const [undone] = tokens.map(token => client.undo(token))
  if (undone?.kind === 'completed') release([...client.tasks.peek().keys()])
  showToast(undone ? toast.undone : toast.nothingToUndo)
}
