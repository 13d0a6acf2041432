import type { NewTaskDraft } from '../../model/client.ts'
import type { Route } from '../route.ts'

/** What a list gives to a task that is written in it: whoever adds under Today means today. */
export interface Default {
  kind: 'date' | 'tag'
  value: string
}

export function defaultOf(place: Route, today: string): Default | undefined {
  if (place.at === 'today') return { kind: 'date', value: today }
  if (place.at === 'tag') return { kind: 'tag', value: place.name }
  return undefined
}

/** Whether the line says nothing of it itself. */
export function applies(given: Default | undefined, draft: NewTaskDraft | undefined): boolean {
  if (!given) return false
  return given.kind === 'date' ? !draft?.due : !draft?.tags?.includes(given.value)
}

export function withDefault(draft: NewTaskDraft, given: Default | undefined, zone: string): NewTaskDraft {
  if (!given || !applies(given, draft)) return draft
  return given.kind === 'date'
    ? { ...draft, due: { date: given.value, zone } }
    : { ...draft, tags: [...(draft.tags ?? []), given.value] }
}
