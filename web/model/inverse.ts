import type { Task, TaskPatch } from '../../functions/domain/task.ts'
import { type Action, asPatched, type Field, fields } from './operation.ts'
import { same } from './same.ts'

/**
 * The action that reverts another one, computed at the moment of the undo. An edit is reverted only in fields that
 * still have the value it gave them. Undefined when nothing is left to revert.
 */
export function inverse(action: Action, before: Task | undefined, after: Task, now: Task): Action | undefined {
  switch (action.kind) {
    case 'create':
      return now.deletedAt ? undefined : { kind: 'remove' }
    case 'remove':
      return now.deletedAt ? { kind: 'restore' } : undefined
    case 'restore':
      return now.deletedAt ? undefined : { kind: 'remove' }
    case 'complete':
    case 'skip':
      return now.status === 'done' ? { kind: 'reopen' } : undefined
    case 'reopen':
      return now.status === 'open' ? { kind: before?.skippedAt ? 'skip' : 'complete' } : undefined
    case 'snooze':
      return { kind: 'end-snooze', reminderId: action.reminderId }
    case 'end-snooze':
      return undefined
    case 'update': {
      const patch = before && backTo(before, after, now, action.patch)
      return patch && { kind: 'update', patch, before: now }
    }
  }
}

function backTo(before: Task, after: Task, now: Task, patch: TaskPatch): TaskPatch | undefined {
  const back: TaskPatch = {}
  const isMine = (field: Field) =>
    (patch[field] !== undefined || !same(before[field], after[field])) && same(now[field], after[field])
  for (const field of fields) if (isMine(field)) Object.assign(back, { [field]: asPatched(field, before[field]) })
  return Object.keys(back).length ? back : undefined
}
