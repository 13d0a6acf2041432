import { occurrenceEnded, taskCompleted, type taskEvents, taskSkipped } from '../domain/events/task-events.ts'
import { taskChanged } from '../domain/events/task-updates.ts'
import type { Task } from '../domain/task.ts'
import { newEvent, type OutboxEvent } from '../kit/events/event.ts'
import type { Caller } from '../kit/http/api.ts'

export type TaskEvent = (typeof taskEvents)[number]

const endsOccurrence: TaskEvent[] = [taskCompleted, taskSkipped]

/** The events of a change, for the other functions and for clients. Each carries the whole task. */
export function changeEvents(
  type: TaskEvent,
  task: Task,
  changed: string[],
  caller: Caller,
  time: Date,
): OutboxEvent[] {
  const { actor } = caller
  const common = { subject: task.id, time }
  return [
    ...(task.repeat && endsOccurrence.includes(type)
      ? [newEvent(occurrenceEnded, caller, { ...common, data: { task } })]
      : []),
    newEvent(type, caller, { ...common, data: { task, changed, actor } }),
    newEvent(taskChanged, caller, { ...common, data: { task, changed, actor } }),
  ]
}
