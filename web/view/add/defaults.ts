import type { NewTaskDraft } from '../../model/client.ts'
import type { Route } from '../route.ts'

/** What a list adds to a task that is created in it, such as today's date in Today. */
export interface Default {
  kind: 'date' | 'tag'
  value: string
}

export function defaultOf(place: Route, today: string): Default | undefined {
  if (place.at === 'today') return { kind: 'date', value: today }
  if (place.at === 'tag') return { kind: 'tag', value: place.name }
  return undefined
}

/** Whether the default applies: the line itself sets nothing of the kind. */
export function applies(listDefault: Default | undefined, draft: NewTaskDraft | undefined): boolean {
  if (!listDefault) return false
  return listDefault.kind === 'date' ? !draft?.due : !draft?.tags?.includes(listDefault.value)
}

export function withDefault(draft: NewTaskDraft, listDefault: Default | undefined, zone: string): NewTaskDraft {
  if (!listDefault || !applies(listDefault, draft)) return draft
  return listDefault.kind === 'date'
    ? { ...draft, due: { date: listDefault.value, zone } }
    : { ...draft, tags: [...(draft.tags ?? []), listDefault.value] }
}
