import type { Task } from '../../functions/domain/task.ts'
import { apply } from './apply.ts'
import type { LocalTask, RefusedChange } from './local-task.ts'
import { fields, isWaiting, type Operation } from './operation.ts'
import { operationsOn, type Replica } from './replica.ts'

/** A task as this device shows it. A refused change has no effect, except that a refused new task stays. */
export function show(replica: Replica, id: string): LocalTask | undefined {
  const operations = operationsOn(replica, id)
  const expected = replica.expected.get(id)
  const base = replica.tasks.get(id) ?? expected
  const task = withOperations(base, operations)
  if (!task) return undefined
  const refused = operations.find(one => !isWaiting(one))
  const conflicts = replica.conflicts.get(id)
  return {
    ...task,
    pending: operations.some(isWaiting),
    ...(refused && { refused: refusedChange(refused) }),
    ...(conflicts && { conflicts }),
    ...(expected && { expected: true as const }),
  }
}

export const withOperations = (base: Task | undefined, operations: readonly Operation[]): Task | undefined =>
  operations
    .filter(one => isWaiting(one) || one.kind === 'create')
    .reduce<Task | undefined>((task, operation) => apply(task, operation), base)

function refusedChange(operation: Operation): RefusedChange {
  const { id, kind, problem } = operation
  return {
    operationId: id,
    kind: kind === 'end-snooze' ? 'snooze' : kind,
    fields: operation.kind === 'update' ? fields.filter(field => operation.patch[field] !== undefined) : [],
    problem: problem ?? { refused: 'internal', detail: '', errors: [] },
  }
}
