import { asNextVersion, changedFields } from '../domain/change.ts'
import { taskDeleted, taskNotFound, versionMovedOn } from '../domain/problems.ts'
import type { Task } from '../domain/task.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import { changeEvents, type TaskEvent } from './events.ts'
import type { Work } from './work.ts'

interface Change {
  event: TaskEvent
  /** The version that the caller last saw. Any other version refuses the change. */
  version?: number | undefined
  /** Whether the change is allowed on a deleted task. */
  alsoDeleted?: boolean
}

/**
 * Changes one task under a lock. `decide` returns the changed task, the same task, or a refusal. Without a change there is
 * no new version and no event.
 */
export async function changeTask(
  { tasks, caller, now }: Work,
  id: string,
  { event, version, alsoDeleted = false }: Change,
  decide: (task: Task) => Task | Refusal,
): Promise<Task | Refusal> {
  const task = await tasks.lock(id)
  if (!task) return refuse(taskNotFound)
  if (version !== undefined && version !== task.version) return refuse(versionMovedOn, { more: { task } })
  if (task.deletedAt && !alsoDeleted) return refuse(taskDeleted)

  const decision = decide(task)
  if ('refused' in decision) return decision
  const tags = decision.tags === task.tags ? task.tags : await tasks.spellTags(decision.tags)
  const changed = changedFields(task, { ...decision, tags })
  if (!changed.length) return task

  const next = asNextVersion(task, { ...decision, tags }, now)
  await tasks.update(next, changeEvents(event, next, changedFields(task, next), caller, now))
  return next
}
