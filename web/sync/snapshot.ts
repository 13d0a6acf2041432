import type { Task } from '../../functions/domain/task.ts'
import type { Profile } from '../model/account.ts'
import { receive } from '../model/receive.ts'
import { type Change, operationsOn, type Replica } from '../model/replica.ts'
import type { Hub } from './hub.ts'
import { isProblem, type Problem, type Server } from './server.ts'

interface Page {
  items: Task[]
  next: string | null
}

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
  let cursor: string | null = ''
  while (cursor !== null && !signal.aborted) {
    const page: Page | Problem = await server.ask<Page>(
      `/api/tasks?limit=100&sort=created${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    if (isProblem(page)) return page
    for (const { id } of page.items) listed.add(id)
    await hub.commitAll(receiveAll(hub.replica, page.items))
    cursor = page.next
  }
  if (signal.aborted) return undefined
  await hub.commit(removalsAfter(hub.replica, listed), { cursor: position.head, profile })
  return undefined
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
