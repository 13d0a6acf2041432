import type { Task } from '../../functions/domain/task.ts'
import { apply } from './apply.ts'
import type { Conflict } from './local-task.ts'
import { merge } from './merge.ts'
import { isWaiting, type Operation } from './operation.ts'
import type { Refusal } from './refusal.ts'
import { type Change, operationsOn, type Replica } from './replica.ts'
import { same } from './same.ts'
import { together } from './together.ts'

/** Takes in the server's state of a task. A version that this device already has, or a newer one, changes nothing. */
export function receive(replica: Replica, task: Task): Change {
  const known = replica.tasks.get(task.id)
  if (known && known.version >= task.version) return {}
  // The usual case, and fast: a reload receives every task.
  if (!replica.byTask.has(task.id) && !replica.expected.size) return { tasks: [task] }
  return together({ tasks: [task] }, rebase(replica, task), replaceExpected(replica, task))
}

/** Takes in the server's answer to an operation, which no longer waits. */
export function receiveAnswer(replica: Replica, operation: Operation, task: Task): Change {
  const known = replica.tasks.get(task.id)
  const newest = known && known.version > task.version ? known : task
  return together(
    { tasks: [newest], settled: [operation.id] },
    rebase(replica, newest, operation.id),
    replaceExpected(replica, newest),
  )
}

/** Keeps a refused operation, for the person to retry or to discard. */
export const receiveRefusal = (operation: Operation, problem: Refusal): Change => ({
  operations: [{ ...operation, problem }],
})

/** Removes a task that the server purged, with its unsent operations. */
export const receivePurge = (replica: Replica, id: string): Change => ({
  gone: [id],
  settled: operationsOn(replica, id).map(one => one.id),
  conflicts: [[id, []]],
})

/** Rebases the waiting operations on the server's task, one after the other. */
function rebase(replica: Replica, task: Task, settled?: string): Change {
  const change: Required<Pick<Change, 'operations' | 'settled'>> = { operations: [], settled: [] }
  const conflicts: Conflict[] = []
  let now: Task = task
  for (const operation of operationsOn(replica, task.id)) {
    if (operation.id === settled || !isWaiting(operation)) continue
    if (operation.kind !== 'update') {
      now = apply(now, operation) ?? now
      continue
    }
    const merged = merge(operation, now, task.updatedAt)
    conflicts.push(...merged.conflicts)
    if (!merged.operation) change.settled.push(operation.id)
    else {
      if (!same(merged.operation, operation)) change.operations.push(merged.operation)
      now = apply(now, merged.operation) ?? now
    }
  }
  return conflicts.length ? { ...change, conflicts: [[task.id, latest(replica, task.id, conflicts)]] } : change
}

/** One conflict per field: the newest. */
function latest({ conflicts }: Replica, taskId: string, more: Conflict[]): Conflict[] {
  const byField = new Map([...(conflicts.get(taskId) ?? []), ...more].map(one => [one.field, one]))
  return [...byField.values()]
}

/** The server's occurrence replaces the one that this device expected: operations on that one move to it. */
function replaceExpected(replica: Replica, task: Task): Change {
  const change: Required<Pick<Change, 'operations' | 'unexpected'>> = { operations: [], unexpected: [] }
  if (task.deletedAt) return change
  for (const expected of replica.expected.values()) {
    if (expected.seriesId !== task.seriesId || task.occurrence <= occurrenceBefore(replica, expected)) continue
    change.unexpected.push(expected.id)
    change.operations.push(...operationsOn(replica, expected.id).map(one => ({ ...one, taskId: task.id })))
  }
  return change
}

/**
 * The number of the occurrence that the expected one follows. The server can give the next one another number, when the
 * due date was changed as well.
 */
function occurrenceBefore({ tasks, expected }: Replica, next: Task): number {
  let before = 1
  for (const all of [tasks, expected])
    for (const one of all.values())
      if (one.seriesId === next.seriesId && one.occurrence < next.occurrence && !one.deletedAt)
        before = Math.max(before, one.occurrence)
  return before
}
