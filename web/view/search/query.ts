import { signal } from '@preact/signals'
import type { FilterQuery } from '../../model/filter.ts'
import type { LocalTask } from '../../model/local-task.ts'

/** The current search: it survives opening a task. */
export const query = signal<FilterQuery>({})
/** The shown results, for moving through them by keys. */
export const results = signal<readonly LocalTask[]>([])
