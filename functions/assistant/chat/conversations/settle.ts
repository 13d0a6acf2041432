import type { Task } from '../../../domain/task.ts'
import type { Api } from '../../tools/api.ts'
import { readTask } from '../../tools/read-tasks.ts'
import type { Act } from '../act.ts'
import type { TurnRow } from './turns.ts'

/** An act of an interrupted turn: `not-done` if nothing of it is in the tasks. */
export type Settled = Omit<Act, 'outcome' | 'confirmToken'> & {
  outcome: Exclude<Act['outcome'], 'under-way'> | 'not-done'
}

/** What became of the calls of an interrupted turn. The one under way is done if its tasks have changed since. */
export async function settle(api: Api, { acts, at }: TurnRow): Promise<Settled[]> {
  return Promise.all(
    acts.map(async ({ tool, arguments: args, outcome }) => ({
      tool,
      arguments: args,
      outcome: outcome === 'under-way' ? ((await hasHappened(api, tool, args, at)) ? 'done' : 'not-done') : outcome,
    })),
  )
}

async function hasHappened(api: Api, tool: string, args: Act['arguments'], since: Date): Promise<boolean> {
  if (tool === 'add_task') {
    const { body } = await api.call('GET', '/api/tasks', { query: { sort: '-created', limit: 50 } })
    const { items } = body as { items: Task[] }
    return items.some(({ title, createdAt }) => title === args.title && new Date(createdAt) >= since)
  }
  const ids = [args.taskIds ?? [], args.taskId ?? []].flat() as string[]
  const tasks = await Promise.all(ids.map(id => readTask(api, id)))
  return tasks.some(task => task !== undefined && new Date(task.updatedAt) >= since)
}
