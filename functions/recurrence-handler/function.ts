import { createTaskCommand } from '../domain/events/task-commands.ts'
import { occurrenceEnded, taskCompleted, taskSkipped } from '../domain/events/task-events.ts'
import { defineFunction } from '../kit/define-function.ts'
import { on } from '../kit/events/handler.ts'
import { moveOn } from './move-on.ts'

/** Asks for the next occurrence of a series when one was completed or skipped. It stores nothing. */
export default defineFunction({
  name: 'recurrence-handler',
  deps: () => ({}),
}).does({
  // The events of the task ask for the same command, with the same id.
  on: [on(occurrenceEnded, moveOn), on(taskCompleted, moveOn), on(taskSkipped, moveOn)],
  emits: [createTaskCommand],
})
