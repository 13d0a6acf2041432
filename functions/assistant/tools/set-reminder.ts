import * as v from 'valibot'
import type { Reminder } from '../../domain/reminder.ts'
import { Id, type Task } from '../../domain/task.ts'
import { closed } from '../../kit/core/schema.ts'
import { idempotencyKey, ReminderArgument } from './arguments.ts'
import { changeTasks } from './change-tasks.ts'
import { invalidArguments, refused, ToolRefused } from './refusal.ts'
import { reminderFault } from './reminder-fault.ts'
import { defineTool, type ToolContext, writes } from './tool.ts'

type New = v.InferOutput<typeof ReminderArgument>

export const setReminder = defineTool({
  name: 'set_reminder',
  title: 'Add or remove a reminder',
  description: 'Add one reminder (before the due time, or at an instant), or remove one by its id. Others stay.',
  input: closed({
    taskId: Id,
    add: v.exactOptional(ReminderArgument),
    remove: v.exactOptional(v.pipe(Id, v.description('reminder id'))),
    idempotencyKey,
  }),
  scope: 'write',
  annotations: { ...writes, destructiveHint: true },
  async run(context, { taskId, add, remove, ...rest }) {
    if ((add === undefined) === (remove === undefined))
      return invalidArguments([{ path: 'add', message: 'must come alone: either add or remove' }])
    const remindersOf = (task: Task) => (add ? added(context, task, add) : without(task, remove ?? ''))
    return changeTasks(context, {
      ...rest,
      tool: 'set_reminder',
      taskIds: [taskId],
      arguments: { taskId, add, remove },
      operation: task => ({ op: 'update', patch: { reminders: remindersOf(task) } }),
      fields: ['reminders', 'due'],
      after: task => ({ reminders: remindersOf(task) }),
      undo: ([after], [before]) => (after && before ? undoReminder(after, before) : []),
    })
  },
})

/** All reminders and the new one, unless the task has it already. */
function added({ now }: ToolContext, { due, reminders }: Task, add: New): Reminder[] {
  const fault = reminderFault(add, due, now, 'add')
  if (fault) throw new ToolRefused(invalidArguments([fault]))
  const known = reminders.some(one => JSON.stringify(momentOf(one)) === JSON.stringify(momentOf(add)))
  return known ? reminders : [...reminders, add]
}

function without({ reminders }: Task, id: string): Reminder[] {
  const left = reminders.filter(one => one.id?.toLowerCase() !== id)
  if (left.length === reminders.length)
    throw new ToolRefused(refused('reminder-not-found', 'There is no such reminder.'))
  return left
}

const momentOf = (reminder: Reminder): New => {
  const every = reminder.every && { every: reminder.every }
  return 'at' in reminder ? { at: reminder.at, ...every } : { before: reminder.before, ...every }
}

function undoReminder(after: Task, before: Task) {
  const taskId = after.id
  const isIn = (task: Task, { id }: Reminder) => task.reminders.some(one => one.id === id)
  const removed = before.reminders.find(one => !isIn(after, one))
  const fresh = after.reminders.find(one => !isIn(before, one))
  if (removed) return { tool: 'set_reminder', arguments: { taskId, add: momentOf(removed) } }
  return fresh ? { tool: 'set_reminder', arguments: { taskId, remove: fresh.id } } : []
}
