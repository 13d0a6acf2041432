import type { NewTask, Task } from '../../functions/domain/task.ts'
import type { Deed, Operation } from './operation.ts'

/**
 * What takes the tasks of a device without an account into one. Of a series only the open task repeats from then on: its
 * earlier ones were left here already, and the server must not make their successors again.
 */
export function adopt(tasks: Iterable<Task>, now: Date, newId: () => string): Operation[] {
  const at = now.toISOString()
  const operation = (task: Task, deed: Deed): Operation => ({ id: newId(), taskId: task.id, at, ...deed })
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
