import type { Task, TaskPatch } from '../../functions/domain/task.ts'
import type { Actions, UndoKind, UndoToken } from '../model/client.ts'
import { asPatched, type Deed, fieldsOf, type Operation, wholePatch } from '../model/operation.ts'
import { type Change, operationsOn } from '../model/replica.ts'
import { same } from '../model/same.ts'
import type { Doing } from './actions.ts'

type Each = (what: UndoKind, ids: string, deedOf: (task: Task) => Deed | undefined) => UndoToken

/** What a person decides about changes that did not go through as they were meant. */
export function conflictActions({
  platform,
  session,
  each,
}: Doing & { each: Each }): Pick<Actions, 'retry' | 'drop' | 'resolveConflict'> {
  return {
    retry(operationId) {
      const { hub } = session()
      const refused = hub.replica.operations.get(operationId)
      if (!refused?.problem) return
      const { problem, ...again } = refused
      // What was deleted elsewhere is brought back first: that is what trying again means there.
      if (problem.refused !== 'task-deleted') hub.commit({ operations: [again as Operation] })
      else hub.commit(restoredFirst(again as Operation, platform.newId))
    },
    drop(operationId) {
      const { hub } = session()
      const dropped = hub.replica.operations.get(operationId)
      if (!dropped?.problem) return
      const all = operationsOn(hub.replica, dropped.taskId).map(({ id }) => id)
      const isGone = ['task-deleted', 'task-not-found'].includes(dropped.problem.refused)
      hub.commit({
        settled: dropped.kind === 'create' || isGone ? all : [operationId],
        ...(isGone && { gone: [dropped.taskId] }),
      })
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

function restoredFirst(operation: Operation, newId: (after?: string) => string): Change {
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
