import type { Task } from '../../functions/domain/task.ts'

/** A list that a person made: what it asks for must all be so. */
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

/** The same query with some of it otherwise; what is undefined or empty is not asked for any more. */
export function asked(query: FilterQuery, otherwise: { [K in keyof FilterQuery]?: FilterQuery[K] | undefined }) {
  const parts = Object.entries({ ...query, ...otherwise })
  const said = parts.filter(
    ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && !value.length),
  )
  return Object.fromEntries(said) as FilterQuery
}

/** Whether it asks for anything besides words. */
export const narrows = ({ text: _, tagMode: __, ...rest }: FilterQuery): boolean => Object.keys(rest).length > 0
