import type { Task } from '../../functions/domain/task.ts'

/** A saved filter: its list holds the tasks that meet every part of its query. */
export interface Filter {
  id: string
  name: string
  query: FilterQuery
}
export type NewFilter = Omit<Filter, 'id'> & { id?: string }

export interface FilterQuery {
  text?: string
  status?: Task['status']
  priority?: readonly Task['priority'][]
  tags?: readonly string[]
  tagMode?: 'any' | 'all'
  due?: 'none' | 'overdue' | 'today' | 'week'
  repeating?: boolean
  hasReminder?: boolean
}

/** The query with some parts replaced. An undefined or empty part is removed. */
export function withParts(query: FilterQuery, changes: { [K in keyof FilterQuery]?: FilterQuery[K] | undefined }) {
  const parts = Object.entries({ ...query, ...changes })
  const present = parts.filter(
    ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && !value.length),
  )
  return Object.fromEntries(present) as FilterQuery
}

/** Whether the query has any part besides words. */
export const narrows = ({ text: _, tagMode: __, ...rest }: FilterQuery): boolean => Object.keys(rest).length > 0
