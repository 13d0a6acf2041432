import type { Task } from '../../functions/domain/task.ts'
import type { Refusal } from './refusal.ts'

/** A task as this device shows it: the server's state with the unsent changes applied. */
export interface LocalTask extends Task {
  /** A change of it waits to be sent. */
  pending: boolean
  /** A change that the server refused. It stays until it is retried or discarded. */
  refused?: RefusedChange
  /** Fields that were changed here and on another device. The task has the newer value; both are here. */
  conflicts?: readonly Conflict[]
  /** The next occurrence as this device expects it, until the server creates it. */
  expected?: true
}

export interface RefusedChange {
  operationId: string
  /** The refused action: `update` with its fields, or a verb. */
  kind: 'create' | 'update' | 'complete' | 'reopen' | 'skip' | 'remove' | 'restore' | 'snooze'
  fields: readonly string[]
  problem: Refusal
}

export interface Conflict {
  field: 'title' | 'notes' | 'priority' | 'due' | 'repeat'
  mine: unknown
  theirs: unknown
  /** The value that the task shows now. */
  kept: 'mine' | 'theirs'
}
