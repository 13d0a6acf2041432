import type { Task, TaskPatch } from '../../functions/domain/task.ts'
import type { Actions, UndoKind, UndoToken } from '../model/client.ts'
import { type Action, asPatched, fieldsOf, isClosing, type Operation, wholePatch } from '../model/operation.ts'
import { type Change, operationsOn } from '../model/replica.ts'
import { same } from '../model/same.ts'
import { together } from '../model/together.ts'
import type { Platform } from './platform.ts'
import { type Session, taskNow, withoutSuccessors } from './session.ts'

interface ConflictContext {
  platform: Pick<Platform, 'newId'>
  session: () => Session
  /** Applies an action to a task, with its undo. */
  each: (kind: UndoKind, id: string, actionOf: (task: Task) => Action | undefined) => UndoToken
}

/** A person's decisions about refused changes and conflicts. */
export function conflictActions({
  platform,
  session,
  each,
}: ConflictContext): Pick<Actions, 'retry' | 'discard' | 'resolveConflict'> {
  return {
    retry(operationId) {
      const { hub } = session()
      const refused = hub.replica.operations.get(operationId)
      if (!refused?.problem) return
      const { problem, ...again } = refused
      // A retry on a task that was deleted on another device restores the task first.
      if (problem.refused !== 'task-deleted') hub.commit({ operations: [again as Operation] })
      else hub.commit(restoreFirst(again as Operation, platform.newId))
    },
    discard(operationId) {
      const { hub } = session()
      const refused = hub.replica.operations.get(operationId)
      if (!refused?.problem) return
      const isGone = ['task-deleted', 'task-not-found'].includes(refused.problem.refused)
      const discarded = refused.kind === 'create' || isGone ? operationsOn(hub.replica, refused.taskId) : [refused]
      const task = discarded.some(isClosing) ? taskNow(session(), refused.taskId) : undefined
      hub.commit(
        together(
          { settled: discarded.map(({ id }) => id), ...(isGone && { gone: [refused.taskId] }) },
          // The server never creates the occurrences that this device expects after a discarded completion.
          task ? withoutSuccessors(session(), [task]) : {},
        ),
      )
    },
    resolveConflict(id, field, choice) {
      const { hub } = session()
      const conflicts = hub.replica.conflicts.get(id) ?? []
      const conflict = conflicts.find(one => one.field === field)
      if (conflict) hub.commit({ conflicts: [[id, conflicts.filter(one => one !== conflict)]] })
      return each('updated', id, task => {
        if (!conflict || same(task[conflict.field], conflict[choice])) return undefined
        const patch = { [conflict.field]: asPatched(conflict.field, conflict[choice]) } as TaskPatch
        return { kind: 'update', patch: wholePatch(task, patch, () => platform.newId()), before: fieldsOf(task) }
      })
    },
  }
}

function restoreFirst(operation: Operation, newId: (after?: string) => string): Change {
  const { id, taskId, at } = operation
  const restoreId = newId(id)
  return {
    settled: [id],
    operations: [
      { id: restoreId, taskId, at, kind: 'restore' },
      { ...operation, id: newId(restoreId) },
    ],
  }
}
