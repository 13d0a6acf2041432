import type { Task } from '../../domain/task.ts'
import { ApiRefused, type Reply } from './api.ts'
import type { Change } from './change.ts'
import { readTasks } from './read-tasks.ts'
import { type Refusal, ToolRefused } from './refusal.ts'
import type { ToolContext } from './tool.ts'

export interface Attempt {
  versions: number[]
  key: string
}

export type Sent =
  | { outcome: 'sent'; tasks: Task[]; repeated: boolean }
  /** Tasks have changed since they were read. */
  | { outcome: 'moved'; current: Task[] }

/** Sends the change of all tasks as one atomic batch. */
export async function sendChange(
  { api }: ToolContext,
  change: Change,
  before: readonly Task[],
  { versions, key }: Attempt,
): Promise<Sent> {
  const operations = before.map((task, i) => ({ ...change.operation(task), id: task.id, version: versions[i] }))
  try {
    const reply = await api.call('POST', '/api/tasks/batch', { body: { atomic: true, operations }, key })
    if (reply.replayed) return repeated(api, change)
    return { outcome: 'sent', tasks: tasksOf(reply), repeated: false }
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error
    // The key belongs to exactly this call, so an earlier request has carried it out, on the tasks as they were then.
    if (error.refusal.code === 'idempotency-key-reused') return repeated(api, change)
    const problems = problemsOf(error)
    const current = problems.flatMap(({ code, task }) => (code === 'version-moved-on' && task ? [task] : []))
    if (current.length) return { outcome: 'moved', current }
    throw new ToolRefused(reasonOf(error.refusal, problems))
  }
}

/** The first request acted, and others may have changed the tasks since: show them as they are. */
const repeated = async (api: ToolContext['api'], { taskIds }: Change): Promise<Sent> => ({
  outcome: 'sent',
  tasks: await readTasks(api, taskIds),
  repeated: true,
})

interface OperationProblem {
  code?: string
  title?: string
  task?: Task
}

const tasksOf = ({ body }: Reply): Task[] => (body as { results: { task: Task }[] }).results.map(({ task }) => task)

const problemsOf = ({ problem }: ApiRefused): OperationProblem[] =>
  ((problem.results ?? []) as { problem?: OperationProblem }[]).map(({ problem }) => problem ?? {})

/** The refusal of the first wrong operation instead of that of the batch. */
function reasonOf(refusal: Refusal, problems: OperationProblem[]): Refusal {
  const first = problems.find(({ code }) => code !== undefined)
  const errors = refusal.errors?.map(({ path, message }) => ({
    path: path
      .replace(/^operations\.(\d+)\.?(?:patch\.)?/, problems.length > 1 ? 'taskIds.$1.' : '')
      .replace(/\.$/, ''),
    message,
  }))
  return {
    ...refusal,
    ...(first && { code: first.code ?? refusal.code, message: first.title ?? refusal.message }),
    ...(errors && { errors }),
  }
}
