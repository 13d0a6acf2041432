import { notificationChanged } from '../domain/events/task-updates.ts'
import type { InTransaction } from '../kit/events/inbox.ts'
import type { ReceivedEvent } from '../kit/events/receive.ts'
import { changed } from './changed.ts'

interface Row {
  id: string
  tag: string
  channel_id: string
  kind: 'webpush' | 'email' | 'webhook'
}

type TaskChange = ReceivedEvent<{ task: { id: string; version: number } }>

/** A task that is done or deleted needs no retry that reminds of it. Deliveries that were asked for after that stay. */
export async function cancelForTask(
  { userId, data: { task } }: TaskChange,
  { tx, emit, now }: InTransaction & { now: () => Date },
): Promise<void> {
  if (userId === undefined) return
  const at = now()
  const cancelled = await tx<Row[]>`
    update notifications.delivery set state = 'cancelled', next_at = null, finished_at = ${at},
      reason = 'The task was done or deleted.'
    where user_id = ${userId} and task_id = ${task.id} and state = 'pending'
      and (content #>> '{reminder,task,version}')::integer < ${task.version}
    returning id, content ->> 'tag' as tag, channel_id, kind`
  for (const row of cancelled)
    await emit(notificationChanged, changed({ ...row, task_id: task.id, what: 'reminder', state: 'cancelled' }, at))
}
