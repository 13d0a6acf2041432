import type { Task, TaskPatch } from '../../functions/domain/task.ts'
import { asPatched, type Deed, type Field, fields } from './operation.ts'
import { same } from './same.ts'

/**
 * What takes a deed back, asked when it is to be taken back: of an edit only what is still as it was left then. Nothing
 * when there is nothing to take back any more.
 */
export function inverse(deed: Deed, before: Task | undefined, after: Task, now: Task): Deed | undefined {
  switch (deed.kind) {
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
      return { kind: 'end-snooze', reminderId: deed.reminderId }
    case 'end-snooze':
      return undefined
    case 'update': {
      const patch = before && backTo(before, after, now, deed.patch)
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
