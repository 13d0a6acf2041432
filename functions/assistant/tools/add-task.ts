import * as v from 'valibot'
import { Tags } from '../../domain/tag.ts'
import { Notes, Priority, type Task, Title } from '../../domain/task.ts'
import { closed, list } from '../../kit/core/schema.ts'
import type { Api } from './api.ts'
import { DueArgument, idempotencyKey, ReminderArgument, RepeatArgument } from './arguments.ts'
import { keyFrom } from './key.ts'
import { inZone } from './people.ts'
import { readTask } from './read-tasks.ts'
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
    const { added, repeated } = await add(api, body, key, own === undefined)
    const undo = { tool: 'delete_task', arguments: { taskIds: [added.id] } }
    const data = showTask(added, { ...(repeated && { repeated }), undo })
    return { outcome: 'done', data, written, changed: repeated ? [] : [added.id] }
  },
})

/**
 * Adds a task, or finds the one that the same call added before. If that one is done or deleted since, a call without a key of
 * the client asks for another one, under a key that follows from it.
 */
async function add(api: Api, body: object, key: string, mayAddAnother: boolean) {
  const reply = await api.call('POST', '/api/tasks', { body, key })
  const first = reply.body as Task
  if (!reply.replayed) return { added: first, repeated: false }
  const current = await readTask(api, first.id)
  const isOver = !current || current.status === 'done' || current.deletedAt
  if (isOver && mayAddAnother) return add(api, body, keyFrom('after', first.id), mayAddAnother)
  return { added: current ?? first, repeated: true }
}
