import { createTaskCommand } from '../domain/events/task-commands.ts'
import { leftAt, nextTask } from '../domain/next-task.ts'
import type { Task } from '../domain/task.ts'
import type { ReceivedEvent } from '../kit/events/handler.ts'
import type { EmitContext } from '../kit/events/stateless.ts'

/**
 * Asks for the next task of a series. The whole command follows from the event, also its id, so that a redelivery publishes
 * the same command again and changes nothing.
 */
export async function moveOn({ data: { task }, userId }: ReceivedEvent<{ task: Task }>, { emit }: EmitContext) {
  const next = nextTask(task)
  const left = leftAt(task)
  if (!next || !left || userId === undefined) return
  await emit(createTaskCommand, {
    id: next.id,
    subject: next.id,
    time: new Date(left),
    data: { userId, ...next, follows: { taskId: task.id, leftAt: left } },
  })
}
