import * as v from 'valibot'
import { defineEvent } from '../../kit/core/event-type.ts'
import {
  Actor,
  exampleActor,
  exampleProfile,
  exampleTask,
  Instant,
  ProfileSnapshot,
  TaskSnapshot,
  Uuid,
} from './snapshot.ts'

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

export const profileChanged = defineEvent({
  type: 'zerodue.profile.changed.v1',
  topic: 'task-updates',
  summary: 'Somebody changed their profile: what a client goes by',
  data: v.object({ profile: ProfileSnapshot }),
  example: { profile: exampleProfile },
})

export const accountDeleted = defineEvent({
  type: 'zerodue.account.deleted.v1',
  topic: 'task-updates',
  summary: 'An account was deleted: its streams end, and nothing of it is kept for clients',
  data: v.object({}),
  example: {},
})

export const reminderFired = defineEvent({
  type: 'zerodue.reminder.fired.v1',
  topic: 'task-updates',
  summary: 'A reminder fired: what a client shows',
  data: v.object({ taskId: Uuid, reminderId: Uuid, firedAt: Instant, late: v.boolean() }),
  example: {
    taskId: exampleTask.id,
    reminderId: '0193a5e0-0000-7000-8000-000000000002',
    firedAt: '2026-11-21T04:00:00.000Z',
    late: false,
  },
})

export const notificationChanged = defineEvent({
  type: 'zerodue.notification.changed.v1',
  topic: 'task-updates',
  summary: 'A notification is now like this: what a client shows. The one of kind app is the notification itself',
  data: v.object({
    notificationId: Uuid,
    /** The same for every channel that tells of the same reminder, and however often it comes: it is shown once. */
    tag: v.string(),
    what: v.picklist(['reminder', 'confirm', 'test']),
    taskId: v.nullable(Uuid),
    channelId: v.nullable(Uuid),
    kind: v.picklist(['app', 'webpush', 'email', 'webhook']),
    state: v.picklist(['pending', 'delivered', 'failed', 'uncertain', 'cancelled']),
  }),
  example: {
    notificationId: '0193a5e0-0000-7000-8000-000000000003',
    tag: '0193a5e0-0000-7000-8000-000000000007',
    what: 'reminder',
    taskId: exampleTask.id,
    channelId: null,
    kind: 'app',
    state: 'delivered',
  },
})
