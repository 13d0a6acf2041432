import { signal } from '@preact/signals'
import type { FilterQuery } from '../../model/filter.ts'
import type { LocalTask } from '../../model/local-task.ts'

/** What is searched for: it is still there when somebody comes back from a task. */
export const query = signal<FilterQuery>({})
/** What the search shows: the keys move through it. */
export const results = signal<readonly LocalTask[]>([])
