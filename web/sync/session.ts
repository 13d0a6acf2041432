import type { Task } from '../../functions/domain/task.ts'
import { apply } from '../model/apply.ts'
import type { Deed, Operation } from '../model/operation.ts'
import { type Change, operationsOn, together } from '../model/replica.ts'
import { shownAfter } from '../model/show.ts'
import type { Hub } from './hub.ts'
import type { Platform } from './platform.ts'

/** The account that is open in this tab; without one, the tasks of the device. */
export interface Session {
  account: { id: string } | null
  hub: Hub
}

/** A task as it is here now, deleted or not. */
export const taskNow = ({ hub: { replica } }: Session, id: string): Task | undefined =>
  shownAfter(replica.tasks.get(id) ?? replica.expected.get(id), operationsOn(replica, id))

/**
 * What doing something changes. With an account it waits as an operation; without one there is nobody to send it to, so
 * the task itself becomes the next.
 */
export function changeBy(
  session: Session,
  platform: Pick<Platform, 'newId' | 'now'>,
  deeds: { taskId: string; deed: Deed }[],
): Change {
  const { replica } = session.hub
  let newest = newestOf(replica.operations.keys())
  const operations = deeds.map(({ taskId, deed }): Operation => {
    newest = platform.newId(newest)
    return { id: newest, taskId, at: platform.now().toISOString(), ...deed }
  })
  if (session.account) return { operations }
  const tasks = new Map<string, Task>()
  for (const operation of operations) {
    const before = tasks.get(operation.taskId) ?? replica.tasks.get(operation.taskId)
    const after = apply(before, operation)
    if (after && after !== before) tasks.set(operation.taskId, { ...after, version: (before?.version ?? 0) + 1 })
  }
  return { tasks: [...tasks.values()] }
}

const newestOf = (ids: Iterable<string>): string | undefined => {
  let newest: string | undefined
  for (const id of ids) if (newest === undefined || id > newest) newest = id
  return newest
}

/** The occurrences after these that nobody has touched go when the one before them is open again. */
export function withoutSuccessors(session: Session, reopened: readonly Task[]): Change {
  const { replica } = session.hub
  const follows = (one: Task) =>
    reopened.some(task => task.seriesId === one.seriesId && task.occurrence < one.occurrence && task.id !== one.id)
  const expected = [...replica.expected.values()].filter(follows)
  const own = session.account ? [] : [...replica.tasks.values()].filter(one => one.version === 1 && follows(one))
  return together(
    { unexpected: expected.map(one => one.id), gone: own.map(one => one.id) },
    { settled: expected.flatMap(one => operationsOn(replica, one.id).map(({ id }) => id)) },
  )
}
