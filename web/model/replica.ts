import type { Task } from '../../functions/domain/task.ts'
import type { Conflict } from './local-task.ts'
import type { Operation } from './operation.ts'

/** All that a device knows of one account: what the server has, and apart from it what was done here and is not sent. */
export interface Replica {
  tasks: Map<string, Task>
  operations: Map<string, Operation>
  /** The operations of a task, the oldest first: kept beside so that nobody has to look through all. */
  byTask: Map<string, readonly Operation[]>
  conflicts: Map<string, readonly Conflict[]>
  /** Next occurrences that the server will make, by the ids that they have here until then. */
  expected: Map<string, Task>
}

/** What changes at once: it is kept whole or not at all, and every tab hears of it. */
export interface Change {
  tasks?: Task[]
  gone?: string[]
  operations?: Operation[]
  settled?: string[]
  /** By task; an empty list takes them away. */
  conflicts?: [string, readonly Conflict[]][]
  expected?: Task[]
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

/** Makes a change. Answers which tasks look different for it. */
export function make(replica: Replica, change: Change): Set<string> {
  const touched = new Set<string>()
  const touch = (id: string) => touched.add(id)
  const { tasks, operations, conflicts, expected } = replica
  for (const id of change.gone ?? []) touch(id) && tasks.delete(id)
  for (const task of change.tasks ?? []) touch(task.id) && tasks.set(task.id, task)
  for (const id of change.unexpected ?? []) touch(id) && expected.delete(id)
  for (const task of change.expected ?? []) touch(task.id) && expected.set(task.id, task)
  for (const id of change.settled ?? []) {
    const settled = operations.get(id)
    if (!settled) continue
    operations.delete(id)
    touch(settled.taskId) && list(replica, settled, [])
  }
  for (const operation of change.operations ?? []) {
    const before = operations.get(operation.id)
    if (before) touch(before.taskId) && list(replica, before, [])
    operations.set(operation.id, operation)
    touch(operation.taskId) && list(replica, operation, [operation])
  }
  for (const [id, both] of change.conflicts ?? []) {
    touch(id)
    if (both.length) conflicts.set(id, both)
    else conflicts.delete(id)
  }
  return touched
}

function list({ byTask }: Replica, { id, taskId }: Operation, instead: Operation[]): void {
  const others = (byTask.get(taskId) ?? []).filter(one => one.id !== id)
  const all = [...others, ...instead].sort(byAge)
  if (all.length) byTask.set(taskId, all)
  else byTask.delete(taskId)
}

/** What waits for a task or was refused, the oldest first. */
export const operationsOn = ({ byTask }: Replica, taskId: string): readonly Operation[] => byTask.get(taskId) ?? []

export const byAge = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Several changes as one; later ones count. */
export function together(...changes: Change[]): Change {
  const all: Change = {}
  for (const change of changes)
    for (const [key, list] of Object.entries(change) as [keyof Change, never[]][])
      all[key] = [...((all[key] ?? []) as never[]), ...list]
  return all
}
