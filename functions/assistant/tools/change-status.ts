import { complete, remove, reopen, restore, skip } from '../../domain/complete.ts'
import { Id, type Task } from '../../domain/task.ts'
import { closed } from '../../kit/core/schema.ts'
import { confirmable, TaskIds } from './arguments.ts'
import type { Change, Verb } from './change.ts'
import { changeTasks } from './change-tasks.ts'
import { defineTool, type Tool, writes } from './tool.ts'

interface Definition {
  name: string
  title: string
  description: string
  verb: Verb
  after(task: Task, now: Date): Task
  undo: Change['undo']
  destructive?: boolean
}

const taskIdsInput = closed({ taskIds: TaskIds, ...confirmable })

/** A tool that needs nothing but the tasks. */
function verbTool({ name, title, description, destructive = false, ...verb }: Definition): Tool {
  return defineTool({
    name,
    title,
    description,
    input: taskIdsInput,
    scope: 'write',
    annotations: { ...writes, destructiveHint: destructive },
    run: (context, { taskIds, ...rest }) =>
      changeTasks(context, {
        ...rest,
        ...changeBy(name, verb, context.now),
        taskIds,
        arguments: { taskIds },
        destructive: () => destructive,
      }),
  })
}

const changeBy = (tool: string, { verb, after, undo }: Pick<Definition, 'verb' | 'after' | 'undo'>, now: Date) => ({
  tool,
  operation: () => ({ op: verb }),
  fields: ['status', 'deletedAt'] as const,
  after: (task: Task) => after(task, now),
  undo,
})

const undoBy =
  (tool: string): Change['undo'] =>
  tasks => ({ tool, arguments: { taskIds: idsOf(tasks) } })

const idsOf = (tasks: readonly Task[]) => tasks.map(({ id }) => id)

export const completeTask = verbTool({
  name: 'complete_task',
  title: 'Complete tasks',
  description: 'Mark tasks done. A repeating task gets its next occurrence.',
  verb: 'complete',
  undo: undoBy('reopen_task'),
  after: (task, now) => (task.status === 'done' ? task : complete(task, now)),
})

export const reopenTask = verbTool({
  name: 'reopen_task',
  title: 'Reopen tasks',
  description: 'Open done or skipped tasks again. Removes the next occurrence if nobody touched it.',
  verb: 'reopen',
  after: reopen,
  undo: (after, before) => {
    const skipped = idsOf(before.filter(({ skippedAt }) => skippedAt))
    const done = after.filter(({ id }) => !skipped.includes(id))
    return [
      ...(done.length ? [undoBy('complete_task')(done, before)].flat() : []),
      ...skipped.map(taskId => ({ tool: 'skip_occurrence', arguments: { taskId } })),
    ]
  },
})

export const deleteTask = verbTool({
  name: 'delete_task',
  title: 'Delete tasks',
  description: 'Delete tasks. Always confirmed. restore_task undoes it for 30 days.',
  verb: 'delete',
  undo: undoBy('restore_task'),
  after: (task, now) => (task.deletedAt ? task : remove(task, now)),
  destructive: true,
})

export const restoreTask = verbTool({
  name: 'restore_task',
  title: 'Restore deleted tasks',
  description: 'Bring deleted tasks back.',
  verb: 'restore',
  undo: undoBy('delete_task'),
  after: restore,
})

const { idempotencyKey } = confirmable

export const skipOccurrence = defineTool({
  name: 'skip_occurrence',
  title: 'Skip an occurrence',
  description: 'Move a repeating task on to its next date without completing this one.',
  input: closed({ taskId: Id, idempotencyKey }),
  scope: 'write',
  annotations: writes,
  run: (context, { taskId, ...rest }) =>
    changeTasks(context, {
      ...rest,
      ...changeBy('skip_occurrence', { verb: 'skip', undo: undoBy('reopen_task'), after: skip }, context.now),
      taskIds: [taskId],
      arguments: { taskId },
    }),
})
