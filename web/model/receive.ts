import type { Task } from '../../functions/domain/task.ts'
import { apply } from './apply.ts'
import type { Conflict } from './local-task.ts'
import { merge } from './merge.ts'
import { isWaiting, type Operation } from './operation.ts'
import type { Refused } from './refused.ts'
import { type Change, operationsOn, type Replica, together } from './replica.ts'
import { same } from './same.ts'

/** A task as the server has it now. What this device knows already, or better, changes nothing. */
export function receive(replica: Replica, task: Task): Change {
  const known = replica.tasks.get(task.id)
  if (known && known.version >= task.version) return {}
  return together({ tasks: [task] }, rebase(replica, task), arrived(replica, task))
}

/** The server did what an operation says, and answered how the task is now. */
export function answered(replica: Replica, operation: Operation, task: Task): Change {
  const known = replica.tasks.get(task.id)
  const newest = known && known.version > task.version ? known : task
  return together(
    { tasks: [newest], settled: [operation.id] },
    rebase(replica, newest, operation.id),
    arrived(replica, newest),
  )
}

/** The server said no: the operation stays, for the person to retry or to drop. */
export const refusedBy = (operation: Operation, problem: Refused): Change => ({
  operations: [{ ...operation, problem }],
})

/** A task that is gone for good, and with it what was not sent for it. */
export const purged = (replica: Replica, id: string): Change => ({
  gone: [id],
  settled: operationsOn(replica, id).map(one => one.id),
  conflicts: [[id, []]],
})

/** What waits is laid anew upon what the server has now, one after the other. */
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

/** One conflict a field, the newest. */
function latest({ conflicts }: Replica, taskId: string, more: Conflict[]): Conflict[] {
  const byField = new Map([...(conflicts.get(taskId) ?? []), ...more].map(one => [one.field, one]))
  return [...byField.values()]
}

/** The occurrence that this device expected has come: what was done to it meanwhile was meant for this one. */
function arrived(replica: Replica, task: Task): Change {
  const change: Required<Pick<Change, 'operations' | 'unexpected'>> = { operations: [], unexpected: [] }
  for (const expected of replica.expected.values()) {
    if (expected.seriesId !== task.seriesId || task.occurrence < expected.occurrence) continue
    change.unexpected.push(expected.id)
    change.operations.push(...operationsOn(replica, expected.id).map(one => ({ ...one, taskId: task.id })))
  }
  return change
}
