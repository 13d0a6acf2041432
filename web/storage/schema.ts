import type { DBSchema, IDBPDatabase } from 'idb'
import type { Task } from '../../functions/domain/task.ts'
import type { Profile } from '../model/account.ts'
import type { ChatDraft } from '../model/chat.ts'
import type { Conflict } from '../model/local-task.ts'
import type { Operation } from '../model/operation.ts'

/** Data of an account besides tasks. */
export interface Meta {
  /** The number of the last update received; null: the tasks must be reloaded. */
  cursor: number | null
  profile: Profile | null
  /** The conversation with the assistant, as far as it is not sent. */
  chat: ChatDraft | null
}

/** A task is in a piece, or by itself, or in both: then the newer version counts. */
export interface SpaceSchema extends DBSchema {
  /** Tasks that changed one by one. */
  tasks: { key: string; value: Task }
  /** Many tasks as JSON, in the order of their due dates. The key begins with the first of these dates. */
  pieces: { key: string; value: string }
  /** Ids of tasks that are no longer there, although a piece may contain them. */
  gone: { key: string; value: true }
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
  database => {
    database.createObjectStore('pieces')
    database.createObjectStore('gone')
  },
]

export const spaceVersion = steps.length

export function migrate(database: IDBPDatabase<SpaceSchema>, from: number): void {
  for (const step of steps.slice(from)) step(database)
}
