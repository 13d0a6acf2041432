import * as v from 'valibot'
import { defineEvent } from '../../kit/core/event-type.ts'
import { bounded } from '../../kit/core/schema.ts'
import {
  Actor,
  Changed,
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
  summary: 'The present state of a task, for clients to show',
  data: v.object({
    task: TaskSnapshot,
    changed: Changed,
    actor: Actor,
    /** The task was removed for good: nobody can restore it. */
    purged: v.exactOptional(v.literal(true)),
  }),
  example: { task: exampleTask, changed: ['priority', 'version', 'updatedAt'], actor: exampleActor },
})

export const profileChanged = defineEvent({
  type: 'zerodue.profile.changed.v1',
  topic: 'task-updates',
  summary: 'A person changed the profile that clients use',
  data: v.object({ profile: ProfileSnapshot }),
  example: { profile: exampleProfile },
})

/** In this topic and not in account-events, so that it comes after the last update of its person. */
export const accountDeleted = defineEvent({
  type: 'zerodue.account.deleted.v1',
  topic: 'task-updates',
  summary: 'An account was deleted: its streams end, and no update of it is kept',
  data: v.object({}),
  example: {},
})

export const reminderFired = defineEvent({
  type: 'zerodue.reminder.fired.v1',
  topic: 'task-updates',
  summary: 'A reminder fired, for clients to show',
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
  summary:
    'The present state of a notification, for clients to show. Kind app is the notification in the client itself',
  data: v.object({
    notificationId: Uuid,
    /** The same on every channel and at every repetition of a reminder, so that a client shows it once. */
    tag: bounded(512),
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
