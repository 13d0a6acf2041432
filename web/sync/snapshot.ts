import type { Task } from '../../functions/domain/task.ts'
import type { Profile } from '../model/account.ts'
import { receive } from '../model/receive.ts'
import { operationsOn, type Replica, together } from '../model/replica.ts'
import type { Hub } from './hub.ts'
import { isProblem, type Problem, type Server } from './server.ts'

interface Page {
  items: Task[]
  next: string | null
}

/**
 * Reads everything anew. Where the sequence of updates stands is asked first, so what changes while the pages come is in
 * an update after that. Tasks show as they come; those that the server has no more go at the end; what waits stays.
 */
export async function takeSnapshot(hub: Hub, server: Server, signal: AbortSignal): Promise<Problem | undefined> {
  const position = await server.ask<{ head: number }>('/api/updates')
  if (isProblem(position)) return position
  const profile = await server.ask<Profile>('/api/me')
  if (isProblem(profile)) return profile
  const seen = new Set<string>()
  let cursor: string | null = ''
  while (cursor !== null && !signal.aborted) {
    const page: Page | Problem = await server.ask<Page>(
      `/api/tasks?limit=100&sort=created${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    if (isProblem(page)) return page
    for (const { id } of page.items) seen.add(id)
    await hub.commit(receiveAll(hub.replica, page.items))
    cursor = page.next
  }
  if (signal.aborted) return undefined
  await hub.commit(leftOver(hub.replica, seen), { cursor: position.head, profile })
  return undefined
}

/** Many at once; two of one page may concern the same expected occurrence, so each is taken on its own. */
const receiveAll = (replica: Replica, tasks: Task[]) => together(...tasks.map(task => receive(replica, task)))

/** What the server did not list: deleted, or gone. What waits for such a task is still sent, and answered then. */
function leftOver(replica: Replica, seen: Set<string>) {
  const isIdle = (id: string) => !operationsOn(replica, id).length
  const gone = [...replica.tasks.keys()].filter(id => !seen.has(id) && isIdle(id))
  const idle = [...replica.expected.keys()].filter(isIdle)
  return { gone, unexpected: idle }
}
