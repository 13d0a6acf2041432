import type { Task } from '../../domain/task.ts'
import { type Api, ApiRefused } from './api.ts'
import { refused, ToolRefused } from './refusal.ts'

const atOnce = 10

/** The tasks in the order of their ids. If some do not exist, or belong to somebody else, the refusal names them. */
export async function readTasks(api: Api, ids: readonly string[]): Promise<Task[]> {
  const found: (Task | undefined)[] = []
  for (let from = 0; from < ids.length; from += atOnce)
    found.push(...(await Promise.all(ids.slice(from, from + atOnce).map(id => readTask(api, id)))))
  const tasks = found.filter(task => task !== undefined)
  if (tasks.length < ids.length) throw new ToolRefused(notFound(ids.map((_, i) => i).filter(i => !found[i])))
  return tasks
}

export async function readTask(api: Api, id: string): Promise<Task | undefined> {
  try {
    return (await api.call('GET', `/api/tasks/${id}`)).body as Task
  } catch (error) {
    if (error instanceof ApiRefused && error.refusal.code === 'task-not-found') return undefined
    throw error
  }
}

const notFound = (places: number[]) =>
  refused('task-not-found', 'There is no such task.', {
    errors: places.slice(0, 20).map(i => ({ path: `taskIds.${i}`, message: 'is not the id of a task' })),
  })
