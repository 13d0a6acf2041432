import { isWaiting, type Operation } from './operation.ts'
import { byAge, operationsOn, type Replica } from './replica.ts'

/**
 * The oldest operation that may be sent. Operations on a new task that was refused, or on an occurrence that the server
 * has not created yet, wait for that.
 */
export function nextToSend(replica: Replica): Operation | undefined {
  let oldest: Operation | undefined
  for (const operation of replica.operations.values())
    if ((!oldest || byAge(operation, oldest) < 0) && maySend(replica, operation)) oldest = operation
  return oldest
}

function maySend(replica: Replica, operation: Operation): boolean {
  if (!isWaiting(operation) || replica.expected.has(operation.taskId)) return false
  return !operationsOn(replica, operation.taskId).some(
    one => one.kind === 'create' && !isWaiting(one) && one.id !== operation.id,
  )
}
