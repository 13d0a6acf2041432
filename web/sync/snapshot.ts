import type { Task } from '../../functions/domain/task.ts'
import type { Profile } from '../model/account.ts'
import { receive } from '../model/receive.ts'
import { type Change, operationsOn, type Replica } from '../model/replica.ts'
import { readExport } from './export-stream.ts'
import type { Hub } from './hub.ts'
import { isProblem, type Problem, type Server, Unreachable } from './server.ts'

interface Page {
  items: Task[]
  next: string | null
}

/** Each commit makes the lists anew, so the commits grow with what is there. */
const [firstCommit, largestCommit] = [1_000, 16_000]

/**
 * Reloads everything. The head of the update sequence is read first, so that updates cover any change in between. Tasks
 * show as they arrive; at the end the tasks that the server no longer has go. Waiting operations stay.
 */
export async function takeSnapshot(hub: Hub, server: Server, signal: AbortSignal): Promise<Problem | undefined> {
  const position = await server.ask<{ head: number }>('/api/updates')
  if (isProblem(position)) return position
  const profile = await server.ask<Profile>('/api/me')
  if (isProblem(profile)) return profile
  const listed = new Set<string>()
  const take = (tasks: readonly Task[]) => {
    for (const { id } of tasks) listed.add(id)
    return hub.commitAll(receiveAll(hub.replica, tasks))
  }
  const first = await server.ask<Page>('/api/tasks?limit=100&status=open&sort=due')
  if (isProblem(first)) return first
  await take(first.items)
  const problem = (await takeExport(server, take, signal)) ?? (await takePages(server, take, signal))
  if (problem !== 'all') return problem
  if (signal.aborted) return undefined
  await hub.commit(removalsAfter(hub.replica, listed), { cursor: position.head, profile })
  return undefined
}

type Take = (tasks: readonly Task[]) => Promise<void>

/** Undefined: the server has no place for an export at the moment. */
async function takeExport(server: Server, take: Take, signal: AbortSignal): Promise<'all' | Problem | undefined> {
  let waiting: Task[] = []
  let most = firstCommit
  let stored: Promise<void> = Promise.resolve()
  try {
    for await (const tasks of readExport(server, signal)) {
      waiting.push(...tasks.filter(task => !task.deletedAt))
      if (waiting.length < most) continue
      await stored
      stored = take(waiting)
      waiting = []
      most = Math.min(2 * most, largestCommit)
    }
  } catch (error) {
    if (error instanceof Unreachable && error.answer) return undefined
    throw error
  }
  await stored
  await take(waiting)
  return 'all'
}

async function takePages(server: Server, take: Take, signal: AbortSignal): Promise<'all' | Problem> {
  let cursor: string | null = ''
  while (cursor !== null && !signal.aborted) {
    const page: Page | Problem = await server.ask<Page>(
      `/api/tasks?limit=100&sort=created${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    if (isProblem(page)) return page
    await take(page.items)
    cursor = page.next
  }
  return 'all'
}

/** Each task is received on its own: two of one page may replace the same expected occurrence. */
function* receiveAll(replica: Replica, tasks: readonly Task[]): Generator<Change> {
  for (const task of tasks) yield receive(replica, task)
}

/** Removes tasks that the server did not list. A task with operations stays until the server answers them. */
function removalsAfter(replica: Replica, listed: Set<string>) {
  const isIdle = (id: string) => !operationsOn(replica, id).length
  const gone = [...replica.tasks.keys()].filter(id => !listed.has(id) && isIdle(id))
  const idle = [...replica.expected.keys()].filter(isIdle)
  return { gone, unexpected: idle }
}
