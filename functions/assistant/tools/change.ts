import type { Task, TaskPatch } from '../../domain/task.ts'

type Operation = { op: 'update'; patch: TaskPatch } | { op: Verb }
export type Verb = 'complete' | 'reopen' | 'skip' | 'delete' | 'restore'

/** A call of a tool, written in data for the person to undo a write. */
export interface Undo {
  tool: string
  arguments: object
}

/** A change of existing tasks. Everything in it follows from the call and from the tasks as they are. */
export interface Change {
  tool: string
  taskIds: readonly string[]
  /** The arguments without `confirmToken` and `idempotencyKey`. */
  arguments: object
  idempotencyKey?: string
  confirmToken?: string
  /** Throws a refusal for a task that it cannot change. */
  operation(task: Task): Operation
  /** The fields that the call names. */
  fields: readonly (keyof Task)[]
  /** The task after the change, as far as it shows in the effect. */
  after(task: Task): Partial<Task>
  /** Whether one task alone needs a confirmation too. */
  destructive?(task: Task): boolean
  undo(after: readonly Task[], before: readonly Task[]): Undo | Undo[]
}
