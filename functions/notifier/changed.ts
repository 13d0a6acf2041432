import type { notificationChanged } from '../domain/events/task-updates.ts'
import type { Emission } from '../kit/events/event.ts'

interface Changed {
  id: string
  tag: string
  what: 'reminder' | 'confirm' | 'test'
  task_id: string | null
  channel_id: string | null
  kind: 'app' | 'webpush' | 'email' | 'webhook'
  state: 'pending' | 'delivered' | 'failed' | 'uncertain' | 'cancelled'
}

/** For clients: a notification is now like this. */
export const changed = (
  { id, tag, what, task_id: taskId, channel_id: channelId, kind, state }: Changed,
  time: Date,
): Emission<typeof notificationChanged.data> => ({
  subject: taskId,
  time,
  data: { notificationId: id, tag, what, taskId, channelId, kind, state },
})
