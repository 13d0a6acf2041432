import type { Task } from '../../functions/domain/task.ts'
import type { Refused } from './refused.ts'

/** A task as this device shows it: what the server has, and on top of it what was done here and is not yet sent. */
export interface LocalTask extends Task {
  /** Something of it waits to be sent. */
  pending: boolean
  /** A change that the server refused: it stays until it is retried or dropped. */
  refused?: RefusedChange
  /** Fields that were changed here and elsewhere. The newer value is in the task; both are here. */
  conflicts?: readonly Conflict[]
  /** The next of a series, as this device expects it before the server has said so. */
  expected?: true
}

export interface RefusedChange {
  operationId: string
  /** What was meant: `update` with its fields, or a verb. */
  kind: 'create' | 'update' | 'complete' | 'reopen' | 'skip' | 'remove' | 'restore' | 'snooze'
  fields: readonly string[]
  problem: Refused
}

export interface Conflict {
  field: 'title' | 'notes' | 'priority' | 'due' | 'repeat'
  mine: unknown
  theirs: unknown
  /** Which of the two the task shows now. */
  kept: 'mine' | 'theirs'
}
