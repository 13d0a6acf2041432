import * as v from 'valibot'
import { Instant } from '../../domain/instant.ts'
import { LocalDate } from '../../domain/local-date.ts'
import { TagName } from '../../domain/tag.ts'
import { Id, Priority, Status } from '../../domain/task.ts'
import { closed, list, text } from '../../kit/core/schema.ts'
import { paging } from '../../kit/http/cursor.ts'

const flag = v.pipe(
  v.picklist(['true', 'false']),
  v.transform(value => value === 'true'),
)

const sorts = ['due', 'priority', 'created', 'updated', 'title', 'relevance'] as const
export type SortKey = (typeof sorts)[number]
const sortNames = sorts.flatMap(name => [name, `-${name}`] as const)

/** The query of `GET /api/tasks`. Dates are days in the user's zone; without `status` the list shows open and done tasks. */
export const ListQuery = closed({
  q: v.exactOptional(text(1, 200)),
  status: v.exactOptional(Status),
  priority: v.exactOptional(list(Priority, { max: 4 })),
  tag: v.exactOptional(list(TagName, { max: 20 })),
  tagMode: v.optional(v.picklist(['any', 'all']), 'all'),
  dueFrom: v.exactOptional(v.union([LocalDate, Instant])),
  dueTo: v.exactOptional(v.union([LocalDate, Instant])),
  due: v.exactOptional(v.picklist(['none', 'overdue', 'today', 'week'])),
  repeating: v.exactOptional(flag),
  hasReminder: v.exactOptional(flag),
  seriesId: v.exactOptional(Id),
  deleted: v.optional(flag, 'false'),
  sort: v.exactOptional(v.picklist(sortNames)),
  ...paging,
})
export type ListQuery = v.InferOutput<typeof ListQuery>

export interface Sort {
  key: SortKey
  reversed: boolean
}

/** By default a search sorts by relevance, and any other list by due date. */
export function sortOf({ sort, q }: ListQuery): Sort {
  const name = sort ?? (q === undefined ? 'due' : 'relevance')
  const reversed = name.startsWith('-')
  return { key: (reversed ? name.slice(1) : name) as SortKey, reversed }
}
