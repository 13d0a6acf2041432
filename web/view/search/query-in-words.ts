import type { FilterQuery } from '../../model/filter.ts'
import type { Words } from '../words/en.ts'

export type Part = 'status' | 'priority' | 'due' | 'tags' | 'repeating' | 'hasReminder'

/** Each part of a query in words; an empty part is left out. */
export function queryInWords(query: FilterQuery, w: Words): Partial<Record<Part, string>> {
  const { find, editor } = w
  const { status, priority, due, tags, tagMode = 'any', repeating, hasReminder } = query
  const level = (one: NonNullable<typeof priority>[number]) => (one === 'P4' ? find.noPriority : editor.priorities[one])
  return {
    ...(status && { status: find.statuses[status] }),
    ...(priority && { priority: priority.map(level).join(find.partJoin) }),
    ...(due && { due: find.dueIs[due] }),
    ...(tags && { tags: tags.map(tag => isolated(`#${tag}`)).join(find.tagJoin[tagMode]) }),
    ...(repeating !== undefined && { repeating: repeating ? find.repeats.yes : find.repeats.no }),
    ...(hasReminder !== undefined && { hasReminder: hasReminder ? find.reminds.yes : find.reminds.no }),
  }
}

/** A suggested name for a filter. */
export const nameOf = (query: FilterQuery, w: Words): string =>
  [query.text?.trim(), ...Object.values(queryInWords(query, w))]
    .filter(Boolean)
    .join(w.find.partJoin)
    .replaceAll(/[\u2068\u2069]/g, '')
    .slice(0, 50)

/** Keeps a person's text in its own direction among words of the other one. */
const isolated = (text: string) => `\u2068${text}\u2069`
