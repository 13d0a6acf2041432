import { v7 as newId } from 'uuid'
import type { Task } from '../domain/task.ts'
import type { OutboxEvent } from '../kit/events/event.ts'
import type { Caller } from '../kit/http/api.ts'

export type TaskEventName =
  | 'created'
  | 'updated'
  | 'completed'
  | 'reopened'
  | 'skipped'
  | 'deleted'
  | 'restored'
  | 'purged'

/** What happened to a task, for the other functions, and what clients must see of it: each carries the whole task. */
export function taskEvents(
  name: TaskEventName,
  task: Task,
  changed: string[],
  { userId, actor }: Caller,
  now: Date,
  traceparent: string | null = null,
): OutboxEvent[] {
  const common = { subject: task.id, userId, time: now.toISOString(), traceparent }
  const update = { task, changed, actor, ...(name === 'purged' && { purged: true }) }
  return [
    { ...common, id: newId(), topic: 'task-events', type: `zerodue.task.${name}.v1`, data: { task, changed, actor } },
    { ...common, id: newId(), topic: 'task-updates', type: 'zerodue.task.changed.v1', data: update },
  ]
}

export function accountEnded({ userId, actor }: Caller, now: Date): OutboxEvent[] {
  const common = { subject: null, userId, time: now.toISOString(), traceparent: null }
  return [
    { ...common, id: newId(), topic: 'task-events', type: 'zerodue.user.deleted.v1', data: { actor } },
    { ...common, id: newId(), topic: 'task-updates', type: 'zerodue.account.deleted.v1', data: {} },
  ]
}
