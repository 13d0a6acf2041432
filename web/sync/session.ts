import type { Task } from '../../functions/domain/task.ts'
import { apply } from '../model/apply.ts'
import type { Action, Operation } from '../model/operation.ts'
import { type Change, operationsOn } from '../model/replica.ts'
import { withOperations } from '../model/show.ts'
import { together } from '../model/together.ts'
import type { Hub } from './hub.ts'
import type { Platform } from './platform.ts'

/** The account that is open in this tab, or the tasks of the device without one. */
export interface Session {
  account: { id: string } | null
  hub: Hub
}

/** The current state of a task, deleted or not. */
export const taskNow = ({ hub: { replica } }: Session, id: string): Task | undefined =>
  withOperations(replica.tasks.get(id) ?? replica.expected.get(id), operationsOn(replica, id))

/** The change that actions make: with an account they wait as operations, without one they change the tasks. */
export function changeBy(
  session: Session,
  platform: Pick<Platform, 'newId' | 'now'>,
  actions: { taskId: string; action: Action }[],
): Change {
  const { replica } = session.hub
  let newest = newestOf(replica.operations.keys())
  const operations = actions.map(({ taskId, action }): Operation => {
    newest = platform.newId(newest)
    return { id: newest, taskId, at: platform.now().toISOString(), ...action }
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

/** Removes the untouched successors of reopened tasks. */
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
