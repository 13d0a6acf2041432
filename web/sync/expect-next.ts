import { create } from '../../functions/domain/create.ts'
import type { Task } from '../../functions/domain/task.ts'
import { isWaiting } from '../model/operation.ts'
import { operationsOn } from '../model/replica.ts'
import type { Platform } from './platform.ts'
import { type Session, taskNow } from './session.ts'

/**
 * The next of a series that was moved on here, for as long as the server cannot make it. Without an account this device
 * makes it itself, for good.
 */
export async function expectNext(session: Session, platform: Platform, taskIds: readonly string[]): Promise<void> {
  const repeating = taskIds.filter(id => taskNow(session, id)?.repeat)
  if (!repeating.length) return
  const { nextTask } = await import('../../functions/domain/next-task.ts')
  const { replica } = session.hub
  const next = repeating.flatMap(id => {
    const left = taskNow(session, id)
    const following = left?.status === 'done' && !hasFollower(session, left) ? nextTask(left) : undefined
    return following ? [create(following, platform.now(), () => platform.newId())] : []
  })
  if (!next.length) return
  const waits = (task: Task) => operationsOn(replica, task.id).every(isWaiting)
  await session.hub.commit(session.account ? { expected: next.filter(waits) } : { tasks: next })
}

const hasFollower = ({ hub: { replica } }: Session, left: Task): boolean =>
  [...replica.tasks.values(), ...replica.expected.values()].some(
    one => one.seriesId === left.seriesId && one.occurrence > left.occurrence && !one.deletedAt,
  )
