import { tagKey } from '../../../functions/domain/tag.ts'
import type { TaskPatch } from '../../../functions/domain/task.ts'
import type { Client } from '../../model/client.ts'
import { today } from '../now.ts'
import { showToast } from '../state/toasts.ts'
import { format, words } from '../words/current.ts'

/** Moves tasks to a date; each keeps its time and zone. `null` removes the date and the rule, which needs one. */
export function schedule(client: Client, ids: readonly string[], date: string | null): void {
  if (!ids.length) return
  const { toast } = words.value
  if (date === null) {
    showToast(toast.dateRemoved, { undo: client.update(ids, { due: null, repeat: null }) })
    return
  }
  // A first date is in the person's zone; tasks that have a date keep theirs.
  const hasDate = (id: string) => client.tasks.peek().get(id)?.due != null
  const [dated, undated] = [ids.filter(hasDate), ids.filter(id => !hasDate(id))]
  const tokens = [
    ...(dated.length ? [client.update(dated, { due: { date } })] : []),
    ...(undated.length ? [client.update(undated, { due: { date, zone: format.peek().zone } })] : []),
  ]
  showToast(toast.rescheduled(format.value.day(date, today.value, words.value)), { undo: tokens })
}

export function prioritise(client: Client, ids: readonly string[], priority: NonNullable<TaskPatch['priority']>): void {
  if (ids.length) client.update(ids, { priority })
}

export function addTag(client: Client, ids: readonly string[], tag: string): void {
  for (const id of ids) {
    const tags = client.tasks.peek().get(id)?.tags
    if (tags && !tags.some(known => tagKey(known) === tagKey(tag))) client.update(id, { tags: [...tags, tag] })
  }
}

export function remove(client: Client, ids: readonly string[]): void {
  if (!ids.length) return
  showToast(words.value.toast.removed(ids.length, format.value.number(ids.length)), { undo: client.remove(ids) })
}

export function skip(client: Client, id: string): void {
  showToast(words.value.toast.skipped, { undo: client.skip(id) })
}
