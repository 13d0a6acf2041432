import { taskPurged } from '../domain/events/task-events.ts'
import { taskChanged } from '../domain/events/task-updates.ts'
import type { Task } from '../domain/task.ts'
import type { OutboxEvent } from '../kit/events/event.ts'
import { newEvent } from '../kit/events/event.ts'
import { insertEvents } from '../kit/events/outbox-table.ts'
import type { Caller } from '../kit/http/api.ts'
import { deleteForGood } from './queries.ts'
import { asWriter, isAccountGone, type WorkDeps } from './work.ts'

/** For so long a deleted task can be restored. */
const restorableMs = 30 * 24 * 60 * 60 * 1000
const most = 500

/** Removes tasks that were deleted long ago, those of each person in a transaction of its own, and answers how many. */
export async function purgeDeleted(deps: WorkDeps): Promise<number> {
  const before = new Date(deps.now().getTime() - restorableMs)
  for (let purged = 0; ; ) {
    const found = await deps.sql<{ user_id: string; id: string }[]>`select * from tasks.purgeable(${before}, ${most})`
    const byUser = Map.groupBy(found, ({ user_id }) => user_id)
    const purgedBefore = purged
    for (const [userId, rows] of byUser)
      purged += await purge(
        deps,
        userId,
        rows.map(({ id }) => id),
        before,
      )
    if (found.length < most || purged === purgedBefore) return purged
  }
}

async function purge(deps: WorkDeps, userId: string, ids: string[], before: Date): Promise<number> {
  const events: OutboxEvent[] = []
  // It was the person who deleted them.
  const caller: Caller = { userId, actor: { kind: 'user', id: userId }, scopes: ['write'] }
  try {
    const gone = await asWriter(deps.sql, caller, async tx => {
      const tasks = await deleteForGood(tx, userId, ids, before)
      events.push(...tasks.flatMap(task => purged(task, caller, deps.now())))
      await insertEvents(tx, 'tasks', events)
      return tasks.length
    })
    await deps.outbox.publish(events)
    return gone
  } catch (error) {
    if (isAccountGone(error)) return 0
    throw error
  }
}

/** Nothing of the text that was to be forgotten goes out with the events. */
function purged(task: Task, caller: Caller, time: Date): OutboxEvent[] {
  const emptied = { ...task, version: task.version + 1, title: '', notes: '', tags: [] }
  const [common, data] = [
    { subject: task.id, time },
    { task: emptied, changed: [], actor: caller.actor },
  ]
  return [
    newEvent(taskPurged, caller, { ...common, data }),
    newEvent(taskChanged, caller, { ...common, data: { ...data, purged: true } }),
  ]
}
