import type { InTransaction } from '../kit/events/inbox.ts'
import type { Received } from '../kit/events/receive.ts'
import { changedEvent } from './changed-event.ts'

interface Row {
  id: string
  tag: string
  channel_id: string
  kind: 'webpush' | 'email' | 'webhook'
}

/** Whoever has done the task needs no retry that reminds of it. What was asked for after that stays. */
export const cancelForTask =
  (now: () => Date) =>
  async (
    { userId, data: { task } }: Received<{ task: { id: string; version: number } }>,
    { tx, emit }: InTransaction,
  ): Promise<void> => {
    if (userId === undefined) return
    const at = now()
    const cancelled = await tx<Row[]>`
      update notifications.delivery set state = 'cancelled', next_at = null, finished_at = ${at},
        reason = 'The task was done or deleted.'
      where user_id = ${userId} and task_id = ${task.id} and state = 'pending'
        and (content #>> '{reminder,task,version}')::integer < ${task.version}
      returning id, content ->> 'tag' as tag, channel_id, kind`
    for (const row of cancelled)
      await emit(changedEvent({ ...row, user_id: userId, task_id: task.id, what: 'reminder', state: 'cancelled' }, at))
  }
