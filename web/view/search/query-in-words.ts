import type { FilterQuery } from '../../model/filter.ts'
import type { Words } from '../words/en.ts'

export type Part = 'status' | 'priority' | 'due' | 'tags' | 'repeating' | 'hasReminder'

/** What each part of a query asks for, as people say it: an empty part is not there. */
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

/** What its list may be called until somebody finds a better name. */
export const nameOf = (query: FilterQuery, w: Words): string =>
  [query.text?.trim(), ...Object.values(queryInWords(query, w))]
    .filter(Boolean)
    .join(w.find.partJoin)
    .replaceAll(/[\u2068\u2069]/g, '')
    .slice(0, 50)

/** What somebody wrote runs as its own letters do, also among words of the other direction. */
const isolated = (text: string) => `\u2068${text}\u2069`
