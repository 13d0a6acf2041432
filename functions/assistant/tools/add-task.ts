import * as v from 'valibot'
import { Tags } from '../../domain/tag.ts'
import { Notes, Priority, type Task, Title } from '../../domain/task.ts'
import { closed, list } from '../../kit/core/schema.ts'
import { DueArgument, idempotencyKey, ReminderArgument, RepeatArgument } from './arguments.ts'
import { keyFrom } from './key.ts'
import { inZone } from './people.ts'
import { invalidArguments } from './refusal.ts'
import { reminderFault } from './reminder-fault.ts'
import { showTask, written } from './show-task.ts'
import { defineTool, writes } from './tool.ts'

export const addTask = defineTool({
  name: 'add_task',
  title: 'Add a task',
  description:
    'Add one task. repeat needs due. Zone defaults to the person’s. Without reminders a due time gets the usual one. The same call within ten minutes answers the first task with repeated: true.',
  input: closed({
    title: Title,
    notes: v.exactOptional(Notes),
    due: v.exactOptional(DueArgument),
    repeat: v.exactOptional(RepeatArgument),
    priority: v.exactOptional(Priority),
    tags: v.exactOptional(Tags),
    reminders: v.exactOptional(list(ReminderArgument, { max: 20 })),
    idempotencyKey,
  }),
  scope: 'write',
  annotations: { ...writes, idempotentHint: false },
  async run({ api, now, userId, keyOf }, { idempotencyKey: own, due, ...task }) {
    const wrong = task.reminders?.flatMap((one, i) => reminderFault(one, due ?? null, now, `reminders.${i}`) ?? [])
    if (wrong?.length) return invalidArguments(wrong)
    const key = own
      ? keyFrom('own', userId, 'add_task', own)
      : await keyOf({ tool: 'add_task', arguments: { due, ...task } })
    const body = { ...task, ...(due && { due: await inZone(api, due) }) }
    const reply = await api.call('POST', '/api/tasks', { body, key })
    const { id } = reply.body as Task
    const added = reply.replayed ? (await api.call('GET', `/api/tasks/${id}`)).body : reply.body
    const undo = { tool: 'delete_task', arguments: { taskIds: [id] } }
    const more = { ...(reply.replayed && { repeated: true }), undo }
    return { outcome: 'done', data: showTask(added as Task, more), written }
  },
})
