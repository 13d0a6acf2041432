import type { Task } from '../../domain/task.ts'
import { batchEvent } from '../../kit/core/batch-event.ts'
import type { Publisher } from '../../kit/events/event.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { type Answer, newUser, start } from '../../kit/testing/start.ts'
import { unbatched } from '../../kit/testing/unbatched.ts'
import definition from '../function.ts'
import { identify } from '../identity/identify.ts'
import { identityOf } from '../identity/settings.ts'

export interface Problem {
  code: string
  detail: string
  errors: { path: string; message: string }[]
  moreErrors?: number
  task?: Task
}

/** A task-api with its own database that trusts the tokens of a test issuer. */
export async function taskApi({
  settings,
  ...options
}: {
  publisher?: Publisher
  settings?: Record<string, string>
} = {}) {
  const started = await start(definition, {
    ...options,
    settings: { PUBLIC_URL: 'http://localhost', ...settings },
    identify: ({ sql, settings, now }, { verify }) => identify({ sql, identity: identityOf(settings), verify, now }),
  })
  const signedIn = (userId = newUser()) =>
    person(
      userId,
      (method, path, body, headers = {}) => started.as<never>(userId, method, path, { body, headers }),
      started.owner,
    )
  return { ...started, signedIn: async (userId?: string) => signedIn(userId) }
}

interface StoredEvent {
  id: string
  type: string
  data: { task: Task; changed: string[] }
  published_at: Date | null
}

type Request = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer<never>>

/** The requests of one person. Every verb throws on a refusal; `request` returns the whole answer. */
function person(userId: string, request: Request, owner: Sql) {
  const must = async <T>(reply: Promise<Answer<T>>): Promise<T> => {
    const { status, body } = await reply
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`)
    return body
  }
  const verb = (name: string) => (id: string) => must<Task>(request('POST', `/api/tasks/${id}/${name}`))
  return {
    userId,
    request,
    create: (task: object, headers?: Record<string, string>) =>
      must<Task>(request('POST', '/api/tasks', task, headers)),
    get: (id: string) => must<Task>(request('GET', `/api/tasks/${id}`)),
    patch: (id: string, patch: object, headers?: Record<string, string>) =>
      must<Task>(request('PATCH', `/api/tasks/${id}`, patch, headers)),
    remove: (id: string) => must<Task>(request('DELETE', `/api/tasks/${id}`)),
    complete: verb('complete'),
    reopen: verb('reopen'),
    skip: verb('skip'),
    restore: verb('restore'),
    list: (query = '') => must<{ items: Task[]; next: string | null }>(request('GET', `/api/tasks?${query}`)),
    titles: async (query = '') =>
      (await must<{ items: Task[] }>(request('GET', `/api/tasks?${query}`))).items.map(({ title }) => title),
    /** All events of this person in the outbox, published or not, in the order of their ids, also those in batches. */
    outbox: async (type: string): Promise<StoredEvent[]> => {
      const rows = await owner<StoredEvent[]>`
        select id, type, data, published_at from tasks.outbox
        where user_id = ${userId} and type in (${type}, ${batchEvent.type}) order by id`
      const events = unbatched(rows).filter(event => event.type === type)
      return events.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    },
  }
}

export type Person = ReturnType<typeof person>
