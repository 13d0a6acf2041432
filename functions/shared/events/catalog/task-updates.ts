import * as v from 'valibot'
import { defineEvent } from './event-type.ts'
import { Actor, exampleActor, exampleTask, Instant, TaskSnapshot, Uuid } from './snapshot.ts'

export const taskChanged = defineEvent({
  type: 'zerodue.task.changed.v1',
  topic: 'task-updates',
  summary: 'A task is now like this: what a client shows',
  data: v.object({
    task: TaskSnapshot,
    changed: v.array(v.string()),
    actor: Actor,
    /** The task is gone for good: it cannot even be restored. */
    purged: v.exactOptional(v.literal(true)),
  }),
  example: { task: exampleTask, changed: ['priority', 'version', 'updatedAt'], actor: exampleActor },
})

export const reminderFired = defineEvent({
  type: 'zerodue.reminder.fired.v1',
  topic: 'task-updates',
  summary: 'A reminder fired: what a client shows',
  data: v.object({ taskId: Uuid, reminderId: Uuid, firedAt: Instant }),
  example: {
    taskId: exampleTask.id,
    reminderId: '0193a5e0-0000-7000-8000-000000000002',
    firedAt: '2026-11-21T04:00:00.000Z',
  },
  draft: true,
})

export const notificationChanged = defineEvent({
  type: 'zerodue.notification.changed.v1',
  topic: 'task-updates',
  summary: 'A notification was delivered or failed: what a client shows',
  data: v.object({
    notificationId: Uuid,
    taskId: Uuid,
    channelId: Uuid,
    status: v.picklist(['pending', 'delivered', 'failed']),
  }),
  example: {
    notificationId: '0193a5e0-0000-7000-8000-000000000003',
    taskId: exampleTask.id,
    channelId: '0193a5e0-0000-7000-8000-000000000004',
    status: 'delivered',
  },
  draft: true,
})
