import { randomUUID } from 'node:crypto'
import { afterAll } from 'vitest'
import type { Task } from '../../domain/task.ts'
import type { OutboxEvent, Publisher } from '../../kit/events/event.ts'
import { bySecret } from '../../kit/events/may-deliver.ts'
import { createLog } from '../../kit/log.ts'
import { connect, type Sql } from '../../kit/postgres/connect.ts'
import { testDatabase } from '../../kit/testing/database.ts'
import { testIssuer } from '../../kit/testing/issuer.ts'
import { openApiChecker } from '../../kit/testing/matches-openapi.ts'
import { configOf } from '../config.ts'
import { createFunction } from '../function.ts'
import { identify } from '../identity/identify.ts'
import { taskApiDocument } from '../openapi.ts'
import { testOutbox } from './outbox.ts'

export interface Reply<T = unknown> {
  status: number
  body: T
  headers: Headers
}

export interface Problem {
  code: string
  detail: string
  errors: { path: string; message: string }[]
  task?: Task
}

/** A task-api on a database of its own, with the clock in the hands of the test. */
export async function taskApi(options: { publisher?: Publisher } = {}) {
  const databaseUrl = await testDatabase()
  const sql = connect(databaseUrl, 'task_api', { connections: 8 })
  const owner = connect(databaseUrl, undefined, { connections: 2 })
  afterAll(() => Promise.all([sql.end(), owner.end()]))
  const clock = { now: new Date('2026-11-21T09:30:00.000Z') }
  const now = () => clock.now
  const issuer = await testIssuer(now)
  const identity = {
    publicUrl: 'http://localhost',
    webOrigins: [],
    secret: randomUUID(),
    issuer: issuer.issuer,
    audience: issuer.audience,
  }
  const published: OutboxEvent[] = []
  const deliverySecret = randomUUID()
  const publisher = options.publisher ?? {
    publish: async (events: OutboxEvent[]) => void published.push(...events),
    close: async () => {},
  }
  const outbox = testOutbox(sql, publisher)
  const { app, operations } = createFunction({
    sql,
    outbox,
    identify: identify({ sql, identity, verify: issuer.verify, now }),
    identity,
    config: configOf({}, undefined),
    cursorSecret: randomUUID(),
    admit: bySecret(deliverySecret),
    now,
    log: createLog('task-api', 'error'),
  })

  const check = openApiChecker(taskApiDocument(), operations)

  async function signedIn(userId = `user-${randomUUID()}`) {
    const authorization = `Bearer ${await issuer.token(userId)}`
    return person(
      userId,
      async (method, path, body, headers = {}) => {
        const json = body !== undefined && typeof body !== 'string'
        const response = await app.request(path, {
          method,
          headers: { authorization, ...(json && { 'content-type': 'application/json' }), ...headers },
          ...(body !== undefined && { body: json ? JSON.stringify(body) : (body as string) }),
        })
        const text = await response.text()
        const type = response.headers.get('content-type')?.split(';')[0] ?? ''
        const answered = (type.endsWith('json') ? JSON.parse(text) : text) as never
        check({ method, path, status: response.status, type, body: answered })
        return { status: response.status, body: answered, headers: response.headers }
      },
      owner,
    )
  }

  return { app, operations, outbox, deliverySecret, sql, owner, clock, issuer, published, signedIn, databaseUrl }
}

type Request = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply<never>>

/** What one person does, said shortly. Every verb throws unless it is answered with success; `request` shows everything. */
function person(userId: string, request: Request, owner: Sql) {
  const must = async <T>(reply: Promise<Reply<T>>): Promise<T> => {
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
    /** What waits or waited in the outbox of this person, in the order it was written. */
    outbox: (type: string) =>
      owner<{ id: string; data: { task: Task; changed: string[] }; published_at: Date | null }[]>`
        select id, data, published_at from tasks.outbox where user_id = ${userId} and type = ${type} order by id`,
  }
}

export type Person = ReturnType<typeof person>
