import * as v from 'valibot'
import { Instant } from '../../domain/instant.ts'
import type { Reminder } from '../../domain/reminder.ts'
import { Id, type Task } from '../../domain/task.ts'
import { closed } from '../../kit/core/schema.ts'
import { idempotencyKey } from './arguments.ts'
import { keyFrom } from './key.ts'
import { readTasks } from './read-tasks.ts'
import { invalidArguments, refused } from './refusal.ts'
import { showTask, written } from './show-task.ts'
import { defineTool, writes } from './tool.ts'

const minutes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(366 * 24 * 60))

export const snoozeReminder = defineTool({
  name: 'snooze_reminder',
  title: 'Snooze a reminder',
  description: 'Remind again later: in minutes, or at until. end: true ends a snooze. Give one of the three.',
  input: closed({
    taskId: Id,
    reminderId: Id,
    minutes: v.exactOptional(minutes),
    until: v.exactOptional(v.union([v.literal('tomorrow-morning'), Instant])),
    end: v.exactOptional(v.literal(true)),
    idempotencyKey,
  }),
  scope: 'write',
  annotations: { ...writes, idempotentHint: false },
  async run({ api, now, userId, keyOf }, { idempotencyKey: own, ...call }) {
    const { taskId, reminderId, end, ...snooze } = call
    if (Object.values({ ...snooze, end }).filter(one => one !== undefined).length !== 1)
      return invalidArguments([{ path: 'minutes', message: 'must come alone: minutes, until or end' }])
    const [before] = await readTasks(api, [taskId])
    const reminder = before && reminderIn(before, reminderId)
    if (!before || !reminder) return refused('reminder-not-found', 'There is no such reminder.')
    const path = `/api/tasks/${taskId}/reminders/${reminder.id}/snooze`
    const snoozed = reminder.snoozedUntil && new Date(reminder.snoozedUntil) > now ? reminder.snoozedUntil : undefined
    const answer = (task: Task, more: object, earlier?: string) => {
      const undo = {
        tool: 'snooze_reminder',
        arguments: { taskId, reminderId, ...(earlier ? { until: earlier } : { end: true }) },
      }
      const changed = 'repeated' in more ? [] : [task.id]
      return { outcome: 'done' as const, data: showTask(task, { ...more, undo }), written, changed }
    }
    if (end && !snoozed) return { outcome: 'done', data: showTask(before, { unchanged: true }), written }
    if (end) return answer((await api.call('DELETE', path)).body as Task, {}, snoozed)
    const send = (key: string) => api.call('POST', path, { body: snooze, key })
    const first = await send(
      own ? keyFrom('own', userId, 'snooze_reminder', own) : await keyOf({ tool: 'snooze_reminder', arguments: call }),
    )
    if (!first.replayed) return answer(first.body as Task, {}, snoozed)
    const [current] = await readTasks(api, [taskId])
    const then = reminderIn(first.body as Task, reminderId)?.snoozedUntil
    const stillSnoozed = current && reminderIn(current, reminderId)?.snoozedUntil === then
    if (own || stillSnoozed || !current) return answer(current ?? before, { repeated: true })
    // The first snooze is over or was ended, so this is a new one.
    const again = await send(keyFrom('again', userId, 'snooze_reminder', call, current.version))
    return answer(again.body as Task, again.replayed ? { repeated: true } : {})
  },
})

const reminderIn = ({ reminders }: Task, reminderId: string): Reminder | undefined =>
  reminders.find(({ id }) => id?.toLowerCase() === reminderId)
