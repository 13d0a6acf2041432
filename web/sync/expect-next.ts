import { create } from '../../functions/domain/create.ts'
import type { Task } from '../../functions/domain/task.ts'
import { isClosing, isWaiting } from '../model/operation.ts'
import { operationsOn } from '../model/replica.ts'
import { withOperations } from '../model/show.ts'
import type { Platform } from './platform.ts'
import { type Session, taskNow } from './session.ts'

/**
 * Adds the next occurrence of a completed or skipped task while the server cannot create it. Without an account the
 * device creates it for good.
 */
export async function expectNext(session: Session, platform: Platform, taskIds: readonly string[]): Promise<void> {
  await session.hub.loaded
  const repeating = taskIds.filter(id => taskNow(session, id)?.repeat)
  if (!repeating.length) return
  const { nextTask } = await import('../../functions/domain/next-task.ts')
  const { replica } = session.hub
  const next = repeating.flatMap(id => {
    const previous = whenClosed(session, id)
    const successor = previous?.status === 'done' && !hasSuccessor(session, previous) ? nextTask(previous) : undefined
    return successor ? [create(successor, platform.now(), () => platform.newId())] : []
  })
  if (!next.length) return
  const waits = (task: Task) => operationsOn(replica, task.id).every(isWaiting)
  await session.hub.commit(session.account ? { expected: next.filter(waits) } : { tasks: next })
}

/** The task when it was completed or skipped, without what was changed afterwards: the server goes by that as well. */
function whenClosed({ hub: { replica } }: Session, id: string): Task | undefined {
  const operations = operationsOn(replica, id)
  const closing = operations.findLastIndex(isClosing)
  return withOperations(replica.tasks.get(id) ?? replica.expected.get(id), operations.slice(0, closing + 1))
}

const hasSuccessor = ({ hub: { replica } }: Session, previous: Task): boolean =>
  [...replica.tasks.values(), ...replica.expected.values()].some(
    one => one.seriesId === previous.seriesId && one.occurrence > previous.occurrence && !one.deletedAt,
  )
