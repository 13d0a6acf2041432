import * as v from 'valibot'
import { defineEvent } from '../../kit/core/event-type.ts'
import { Actor, Changed, exampleActor, exampleTask, TaskSnapshot } from './snapshot.ts'

const TaskChange = v.object({ task: TaskSnapshot, changed: Changed, actor: Actor })
const at = '2026-11-21T05:00:00.000Z'

const taskEvent = <const TName extends string>(name: TName, summary: string, task: object, changed: string[]) =>
  defineEvent({
    type: `zerodue.task.${name}.v1` as const,
    topic: 'task-events',
    summary,
    data: TaskChange,
    example: {
      task: { ...exampleTask, ...task },
      changed: [...changed, ...(changed.length ? ['version', 'updatedAt'] : [])],
      actor: exampleActor,
    },
  })

export const taskCreated = taskEvent('created', 'A task was created', { version: 1 }, Object.keys(exampleTask))
export const taskUpdated = taskEvent('updated', 'Fields of a task were changed', {}, ['priority'])
export const taskCompleted = taskEvent('completed', 'A task was done', { status: 'done', completedAt: at }, [
  'status',
  'completedAt',
])
export const taskReopened = taskEvent('reopened', 'A task that was done or skipped is open again', { version: 3 }, [
  'status',
  'completedAt',
])
export const taskSkipped = taskEvent('skipped', 'An occurrence was skipped', { status: 'done', skippedAt: at }, [
  'status',
  'skippedAt',
])
export const taskDeleted = taskEvent('deleted', 'A task was deleted; it can be restored', { deletedAt: at }, [
  'deletedAt',
])
export const taskRestored = taskEvent('restored', 'A deleted task is back', { version: 3 }, ['deletedAt'])
export const taskPurged = taskEvent(
  'purged',
  'A task that was deleted long ago was removed for good',
  { version: 3, deletedAt: at },
  [],
)

/**
 * Only recurrence-handler gets it. It goes before the other events of the same change, which wake more functions: a person waits
 * for the next occurrence.
 */
export const occurrenceEnded = defineEvent({
  type: 'zerodue.occurrence.ended.v1',
  topic: 'recurrences',
  summary: 'A task of a series was done or skipped, so its next occurrence is wanted',
  goesFirst: true,
  data: v.object({ task: TaskSnapshot }),
  example: { task: { ...exampleTask, status: 'done', completedAt: at } },
})

/** Every change of a task, from which its reminders follow. */
export const taskEvents = [
  taskCreated,
  taskUpdated,
  taskCompleted,
  taskReopened,
  taskSkipped,
  taskDeleted,
  taskRestored,
  taskPurged,
]
