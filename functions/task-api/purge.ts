import { taskPurged } from '../domain/events/task-events.ts'
import { taskChanged } from '../domain/events/task-updates.ts'
import type { Task } from '../domain/task.ts'
import { packed } from '../kit/events/batch.ts'
import { newEvent, type OutboxEvent } from '../kit/events/event.ts'
import { insertEvents } from '../kit/events/outbox-table.ts'
import type { Caller } from '../kit/http/api.ts'
import { deleteForGood } from './queries.ts'
import { asWriter, isAccountGone, type WorkDeps } from './work.ts'

/** A deleted task can be restored for this long. */
const restorableMs = 30 * 24 * 60 * 60 * 1000
const batchSize = 500

/** Removes tasks that were deleted long ago, one transaction a person, and returns how many. */
export async function purgeDeleted(deps: WorkDeps): Promise<number> {
  const before = new Date(deps.now().getTime() - restorableMs)
  for (let purged = 0; ; ) {
    const found = await deps.sql<
      { user_id: string; id: string }[]
    >`select * from tasks.purgeable(${before}, ${batchSize})`
    const byUser = Map.groupBy(found, ({ user_id }) => user_id)
    const purgedBefore = purged
    for (const [userId, rows] of byUser) {
      const ids = rows.map(({ id }) => id)
      purged += await purge(deps, userId, ids, before)
    }
    if (found.length < batchSize || purged === purgedBefore) return purged
  }
}

async function purge(deps: WorkDeps, userId: string, ids: string[], before: Date): Promise<number> {
  const events: OutboxEvent[] = []
  // The person has deleted these tasks.
  const caller: Caller = { userId, actor: { kind: 'user', id: userId }, scopes: ['write'] }
  try {
    const count = await asWriter(deps.sql, caller, async tx => {
      const tasks = await deleteForGood(tx, userId, ids, before)
      events.push(...packed(tasks.flatMap(task => purgeEvents(task, caller, deps.now()))))
      await insertEvents(tx, 'tasks', events)
      return tasks.length
    })
    await deps.outbox.publish(events)
    return count
  } catch (error) {
    if (isAccountGone(error)) return 0
    throw error
  }
}

/** The events contain no text of the task. */
function purgeEvents(task: Task, caller: Caller, time: Date): OutboxEvent[] {
  const emptyTask = { ...task, version: task.version + 1, title: '', notes: '', tags: [] }
  const common = { subject: task.id, time }
  const data = { task: emptyTask, changed: [], actor: caller.actor }
  return [
    newEvent(taskPurged, caller, { ...common, data }),
    newEvent(taskChanged, caller, { ...common, data: { ...data, purged: true } }),
  ]
}
