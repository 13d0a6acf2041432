import { notificationChanged } from '../domain/events/task-updates.ts'
import type { ReceivedEvent } from '../kit/events/handler.ts'
import type { InTransaction } from '../kit/events/inbox.ts'
import type { Kind } from './channel.ts'
import { updateOf } from './delivery.ts'

interface Row {
  id: string
  tag: string
  channel_id: string
  kind: Kind
}

type Ended = ReceivedEvent<{ taskId: string; version: number }>

interface Context extends Pick<InTransaction, 'tx' | 'emit'> {
  now: () => Date
}

/** Cancels the retries for a task that was completed or deleted. Reminders of a newer version of the task stay. */
export async function cancelForTask(
  { userId, data: { taskId, version } }: Ended,
  { tx, emit, now }: Context,
): Promise<void> {
  if (userId === undefined) return
  const at = now()
  const cancelled = await tx<Row[]>`
    update notifications.delivery set state = 'cancelled', next_at = null, finished_at = ${at},
      reason = 'The task was done or deleted.'
    where user_id = ${userId} and task_id = ${taskId} and state = 'pending'
      and (content #>> '{reminder,task,version}')::integer < ${version}
    returning id, content ->> 'tag' as tag, channel_id, kind`
  for (const row of cancelled)
    await emit(notificationChanged, updateOf({ ...row, task_id: taskId, what: 'reminder', state: 'cancelled' }, at))
}
