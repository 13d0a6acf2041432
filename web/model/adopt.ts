import type { NewTask, Task } from '../../functions/domain/task.ts'
import type { Action, Operation } from './operation.ts'

/**
 * The operations that bring the tasks of a device without an account into an account. Only the open task of a series
 * keeps its rule: the device has already made the successors of the others, and the server must not make them again.
 */
export function adopt(tasks: Iterable<Task>, now: Date, newId: () => string): Operation[] {
  const at = now.toISOString()
  const operation = (task: Task, action: Action): Operation => ({ id: newId(), taskId: task.id, at, ...action })
  return [...tasks]
    .filter(task => !task.deletedAt)
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
    .flatMap(task => [
      operation(task, { kind: 'create', task: asNew(task) }),
      ...(task.status === 'done' ? [operation(task, { kind: 'complete' })] : []),
    ])
}

const asNew = (task: Task): NewTask & { id: string } => ({
  id: task.id,
  title: task.title,
  notes: task.notes,
  priority: task.priority,
  tags: task.tags,
  due: task.due,
  repeat: task.status === 'open' ? task.repeat : null,
  reminders: task.reminders,
  seriesId: task.seriesId,
  occurrence: task.occurrence,
})
