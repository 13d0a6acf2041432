import type { DBSchema, IDBPDatabase } from 'idb'
import type { Task } from '../../functions/domain/task.ts'
import type { Profile } from '../model/account.ts'
import type { Conflict } from '../model/local-task.ts'
import type { Operation } from '../model/operation.ts'

/** Data of an account besides tasks. */
export interface Meta {
  /** The number of the last update received; null: the tasks must be reloaded. */
  cursor: number | null
  profile: Profile | null
}

export interface SpaceSchema extends DBSchema {
  tasks: { key: string; value: Task }
  operations: { key: string; value: Operation }
  conflicts: { key: string; value: readonly Conflict[] }
  expected: { key: string; value: Task }
  meta: { key: keyof Meta; value: Meta[keyof Meta] }
}

/** Migrations: forward only, one step per version. A device may hold data of any age. */
const steps: ((database: IDBPDatabase<SpaceSchema>) => void)[] = [
  database => {
    database.createObjectStore('tasks', { keyPath: 'id' })
    database.createObjectStore('operations', { keyPath: 'id' })
    database.createObjectStore('conflicts')
    database.createObjectStore('expected', { keyPath: 'id' })
    database.createObjectStore('meta')
  },
]

export const spaceVersion = steps.length

export function migrate(database: IDBPDatabase<SpaceSchema>, from: number): void {
  for (const step of steps.slice(from)) step(database)
}
