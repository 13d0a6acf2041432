import { applyPatch } from '../../functions/domain/change.ts'
import { complete, remove, reopen, restore, skip } from '../../functions/domain/complete.ts'
import { create, settled } from '../../functions/domain/create.ts'
import type { Task } from '../../functions/domain/task.ts'
import type { Operation } from './operation.ts'

/** The task after an operation, by the server's rules. An operation without effect returns the same task. */
export function apply(task: Task | undefined, operation: Operation): Task | undefined {
  const at = new Date(operation.at)
  if (operation.kind === 'create') return task ?? create(operation.task, at, () => operation.id)
  if (!task) return undefined
  const after = applied(task, operation, at)
  return after === task ? task : { ...settled(after), updatedAt: operation.at }
}

function applied(task: Task, operation: Exclude<Operation, { kind: 'create' }>, at: Date): Task {
  switch (operation.kind) {
    case 'update':
      return task.deletedAt ? task : applyPatch(task, operation.patch, () => operation.id)
    case 'complete':
      return task.status === 'open' && !task.deletedAt ? complete(task, at) : task
    case 'skip':
      return task.status === 'open' && task.repeat && !task.deletedAt ? skip(task, at) : task
    case 'reopen':
      return task.status === 'done' && !task.deletedAt ? reopen(task) : task
    case 'remove':
      return task.deletedAt ? task : remove(task, at)
    case 'restore':
      return task.deletedAt ? restore(task) : task
    case 'snooze': {
      const { until } = operation
      const moment = 'until' in until ? until.until : new Date(at.getTime() + until.minutes * 60_000).toISOString()
      return changeReminder(task, operation.reminderId, one => ({ ...one, snoozedUntil: moment }))
    }
    case 'end-snooze':
      return changeReminder(task, operation.reminderId, ({ snoozedUntil: _, ...one }) => one as Reminder)
  }
}

type Reminder = Task['reminders'][number]

const changeReminder = (task: Task, id: string, change: (reminder: Reminder) => Reminder): Task => ({
  ...task,
  reminders: task.reminders.map(one => (one.id === id ? change(one) : one)),
})
