import type { Task } from '../../functions/domain/task.ts'
import type { Conflict } from './local-task.ts'
import type { Operation } from './operation.ts'

/** The device's copy of one account: the server's state, and apart from it the operations that are not sent yet. */
export interface Replica {
  tasks: Map<string, Task>
  operations: Map<string, Operation>
  /** The operations of each task, oldest first: an index of `operations`. */
  byTask: Map<string, readonly Operation[]>
  conflicts: Map<string, readonly Conflict[]>
  /** Occurrences that the server will create, by the ids that they have here until then. */
  expected: Map<string, Task>
}

/**
 * An atomic change: stored as a whole or not at all, and sent to every tab. Tabs of different builds may exchange it,
 * so the names of its fields stay.
 */
export interface Change {
  tasks?: Task[]
  /** Ids of tasks to remove. */
  gone?: string[]
  operations?: Operation[]
  /** Ids of operations to remove. */
  settled?: string[]
  /** By task id; an empty list removes the task's conflicts. */
  conflicts?: [string, readonly Conflict[]][]
  expected?: Task[]
  /** Ids of expected occurrences to remove. */
  unexpected?: string[]
}

export const emptyReplica = (): Replica => ({
  tasks: new Map(),
  operations: new Map(),
  byTask: new Map(),
  conflicts: new Map(),
  expected: new Map(),
})

export const isEmpty = (change: Change): boolean => Object.values(change).every(list => !list?.length)

/** Applies a change. Returns the ids of the tasks that it affects. */
export function applyChange(replica: Replica, change: Change): Set<string> {
  const affected = new Set<string>()
  const affect = (id: string) => affected.add(id)
  const { tasks, operations, conflicts, expected } = replica
  for (const id of change.gone ?? []) affect(id) && tasks.delete(id)
  for (const task of change.tasks ?? []) affect(task.id) && tasks.set(task.id, task)
  for (const id of change.unexpected ?? []) affect(id) && expected.delete(id)
  for (const task of change.expected ?? []) affect(task.id) && expected.set(task.id, task)
  for (const id of change.settled ?? []) {
    const settled = operations.get(id)
    if (!settled) continue
    operations.delete(id)
    affect(settled.taskId) && index(replica, settled, [])
  }
  for (const operation of change.operations ?? []) {
    const before = operations.get(operation.id)
    if (before) affect(before.taskId) && index(replica, before, [])
    operations.set(operation.id, operation)
    affect(operation.taskId) && index(replica, operation, [operation])
  }
  for (const [id, both] of change.conflicts ?? []) {
    affect(id)
    if (both.length) conflicts.set(id, both)
    else conflicts.delete(id)
  }
  return affected
}

function index({ byTask }: Replica, { id, taskId }: Operation, instead: Operation[]): void {
  const others = (byTask.get(taskId) ?? []).filter(one => one.id !== id)
  const all = [...others, ...instead].sort(byAge)
  if (all.length) byTask.set(taskId, all)
  else byTask.delete(taskId)
}

/** The waiting and refused operations of a task, oldest first. */
export const operationsOn = ({ byTask }: Replica, taskId: string): readonly Operation[] => byTask.get(taskId) ?? []

export const byAge = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
