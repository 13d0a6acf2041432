import type { Task } from '../../functions/shared/task/task.ts'

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
