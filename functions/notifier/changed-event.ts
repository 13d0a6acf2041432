import { v7 as newId } from 'uuid'
import { notificationChanged } from '../domain/events/task-updates.ts'
import type { OutboxEvent } from '../kit/events/event.ts'

interface Changed {
  user_id: string
  id: string
  tag: string
  what: 'reminder' | 'confirm' | 'test'
  task_id: string | null
  channel_id: string | null
  kind: 'app' | 'webpush' | 'email' | 'webhook'
  state: 'pending' | 'delivered' | 'failed' | 'uncertain' | 'cancelled'
}

/** For clients: a notification is now like this. */
export const changedEvent = (
  { user_id: userId, id, tag, what, task_id: taskId, channel_id: channelId, kind, state }: Changed,
  now: Date,
): OutboxEvent => ({
  id: newId(),
  topic: 'task-updates',
  type: notificationChanged.type,
  subject: taskId,
  userId,
  time: now.toISOString(),
  data: { notificationId: id, tag, what, taskId, channelId, kind, state },
  traceparent: null,
})
