import type { Client } from '../../model/client.ts'
import { today } from '../now.ts'
import { linger, release } from '../state/lingering.ts'
import { appendToToast, say } from '../state/toasts.ts'
import { format, words } from '../words/current.ts'

/** Strikes through, says so, and says when it comes again. What is done already is opened again. */
export function completeOrReopen(client: Client, ids: readonly string[]): void {
  const tasks = ids.flatMap(id => client.tasks.peek().get(id) ?? [])
  const open = tasks.filter(task => task.status === 'open').map(task => task.id)
  if (open.length) complete(client, open)
  else if (tasks.length) say(words.value.toast.reopened, { undo: client.reopen(tasks.map(task => task.id)) })
}

export function complete(client: Client, ids: readonly string[]): void {
  const [first] = ids
  const only = ids.length === 1 && first !== undefined ? client.tasks.peek().get(first) : undefined
  const next = only?.repeat ? client.nextDue(only.id) : undefined
  linger(ids)
  const undo = client.complete(ids)
  const { toast } = words.value
  const id = say(toast.completed(ids.length, format.value.number(ids.length)), { undo })
  void next?.then(due => due && appendToToast(id, toast.next(format.value.shortDay(due.date, today.value))))
}

/** Takes back what a toast offers to; what was struck through stands up at once. */
export function undo(client: Client, tokens: readonly (string | undefined)[] = [undefined]): void {
  const { toast } = words.value
  const [taken] = tokens.map(token => client.undo(token))
  if (taken?.kind === 'completed') release([...client.tasks.peek().keys()])
  say(taken ? toast.undone : toast.nothingToUndo)
}
