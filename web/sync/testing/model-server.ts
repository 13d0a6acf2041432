import { applyPatch, asNextVersion, changedFields } from '../../../functions/domain/change.ts'
import { complete, remove, reopen, restore, skip } from '../../../functions/domain/complete.ts'
import { create } from '../../../functions/domain/create.ts'
import { nextTask, successorId } from '../../../functions/domain/next-task.ts'
import type { ProblemCode } from '../../../functions/domain/problem-codes.ts'
import type { NewTask, Task } from '../../../functions/domain/task.ts'

type Outcome = Task | { refused: ProblemCode; status: number; task?: Task }
const refusal = (refused: ProblemCode, status: number, task?: Task): Outcome => ({
  refused,
  status,
  ...(task && { task }),
})

/** A model of the server for one person, in memory: versioned tasks, idempotency keys, a sequence of updates. */
export class ModelServer {
  readonly tasks = new Map<string, Task>()
  readonly updates: { number: number; type: string; time: string; data: object }[] = []
  /** Updates up to this number are gone. */
  trimmed = 0
  readonly #answers = new Map<string, Outcome>()
  readonly #readers = new Set<() => void>()
  #batch: object[] | undefined
  #held: [string, object][] | undefined
  #now = Date.parse('2026-11-21T09:00:00.000Z')
  #ids = 0
  signedIn = true
  /** The idempotency keys of the requests to import. The first ones find the server busy. */
  readonly imports: string[] = []
  busyImports = 0
  /** The number of asked exports. The first ones find the server busy. */
  exports = 0
  busyExports = 0
  /** The network cuts every export. */
  cutExports = false
  /** The number of first pages of the task list that it has answered. */
  lists = 0

  /** The number of open streams. */
  get streams(): number {
    return this.#readers.size
  }

  get head(): number {
    return this.updates.length
  }

  /** Each reading advances the clock, so that no two moments are equal. */
  now(): Date {
    this.#now += 1
    return new Date(this.#now)
  }

  async fetch(input: string, { method = 'GET', body, headers = {}, signal }: SentRequest = {}): Promise<Response> {
    const url = new URL(input, 'http://model')
    if (/^\/api\/auth\/sign-(?:up|in)\/email$/.test(url.pathname))
      return json(200, { user: { id: 'ana', email: 'ana@example.com' } })
    if (url.pathname === '/api/config') return json(200, { addresses: {}, vapidPublicKey: null, issuer: null })
    if (!this.signedIn) return problem({ refused: 'not-signed-in', status: 401 })
    if (method === 'GET') return this.#read(url, headers, signal)
    const key = headers['idempotency-key']
    if (url.pathname === '/api/import') return this.#import(JSON.parse(body ?? ''), key ?? '')
    const outcome = (key && this.#answers.get(key)) || this.#write(method, url.pathname, body, headers)
    if (key && !('refused' in outcome)) this.#answers.set(key, outcome)
    return 'refused' in outcome ? problem(outcome) : json(method === 'POST' ? 201 : 200, outcome)
  }

  #read(url: URL, headers: Record<string, string>, signal: AbortSignal | null | undefined): Response {
    if (url.pathname === '/api/me') return json(200, { id: 'ana', zone: 'UTC', locale: 'en', version: 1 })
    if (url.pathname === '/api/stream') return this.#stream(Number(headers['last-event-id']), signal)
    if (url.pathname === '/api/updates') {
      const after = url.searchParams.get('after')
      if (after !== null && Number(after) < this.trimmed) return json(410, { code: 'updates-gone', head: this.head })
      return json(200, { items: after === null ? [] : this.updates.slice(Number(after)), head: this.head })
    }
    if (url.pathname === '/api/export') return this.#export()
    if (url.pathname === '/api/tasks') return this.#page(url.searchParams)
    const task = this.tasks.get(url.pathname.split('/')[3] ?? '')
    return task ? json(200, task) : problem({ refused: 'task-not-found', status: 404 })
  }

  /** Written in pieces of any length, as a network does. */
  #export(): Response {
    if (this.exports++ < this.busyExports) return problem({ refused: 'unavailable', status: 503 })
    const lines = [...this.tasks.values()].map(task => JSON.stringify(task)).join(',\n')
    const file = new TextEncoder().encode(`{"format":"zerodue","version":1,"tags":[],"tasks":[\n${lines}\n]}\n`)
    const all = this.cutExports ? file.slice(0, -10) : file
    const pieces = Array.from({ length: Math.ceil(all.length / 301) }, (_, i) => all.slice(i * 301, (i + 1) * 301))
    return new Response(new Blob(pieces).stream())
  }

  /** Two tasks per page, so that tests meet page boundaries. */
  #page(query: URLSearchParams): Response {
    const isOpen = query.get('status') === 'open'
    const all = [...this.tasks.values()].filter(task => !task.deletedAt && (!isOpen || task.status === 'open'))
    const from = Number(query.get('cursor') ?? 0)
    if (!from) this.lists++
    const next = from + 2 < all.length ? String(from + 2) : null
    return json(200, { items: all.slice(from, from + 2), next })
  }

  /** Changes a task as the request of a program does. */
  write(method: string, path: string, input?: object): void {
    this.#write(method, path, input && JSON.stringify(input), {})
  }

  #write(method: string, path: string, body: string | undefined, headers: Record<string, string>): Outcome {
    const [, , , id = '', verb, reminderId] = path.split('/')
    const input = body ? JSON.parse(body) : undefined
    if (!id) return this.#create(input)
    const task = this.tasks.get(id)
    if (!task) return refusal('task-not-found', 404)
    const version = headers['if-match']?.replaceAll('"', '')
    if (version && Number(version) !== task.version) return refusal('version-moved-on', 412, task)
    if (task.deletedAt && verb !== 'restore' && !(method === 'DELETE' && !verb)) return refusal('task-deleted', 409)
    if (verb === 'reminders')
      return this.#save(task, {
        ...task,
        reminders: task.reminders.map(one => {
          const { snoozedUntil: _, ...rest } = one
          if (one.id !== reminderId) return one
          return method === 'DELETE'
            ? (rest as typeof one)
            : ({ ...rest, snoozedUntil: this.now().toISOString() } as typeof one)
        }),
      })
    if (method === 'PATCH')
      return this.#save(
        task,
        applyPatch(task, input, () => this.#newId()),
      )
    if (method === 'DELETE') return this.#save(task, task.deletedAt ? task : remove(task, this.now()))
    return this.#verb(verb, task)
  }

  #create(input: NewTask): Outcome {
    if (input.id && this.tasks.has(input.id)) return refusal('task-exists', 409)
    // A title that the device accepts and this server refuses.
    if (input.title.includes('quota')) return refusal('quota-reached', 403)
    if (input.title.includes('refuse')) return refusal('invalid-request', 400)
    const task = create(input, this.now(), () => this.#newId())
    this.#publish(task)
    return task
  }

  #verb(verb: string | undefined, task: Task): Outcome {
    if (verb === 'restore') return this.#save(task, restore(task))
    if (verb === 'reopen') {
      const reopened = this.#save(task, task.status === 'open' ? task : reopen(task))
      const next = this.tasks.get(successorId(task) ?? '')
      if (next?.version === 1 && !next.deletedAt) this.#save(next, remove(next, this.now()))
      return reopened
    }
    if (verb === 'skip' && !task.repeat) return refusal('not-repeating', 409)
    if (task.status === 'done') return verb === 'skip' && !task.skippedAt ? refusal('already-done', 409) : task
    const closed = this.#save(task, verb === 'skip' ? skip(task, this.now()) : complete(task, this.now()))
    const next = nextTask(closed)
    if (next && !this.tasks.has(next.id)) this.#publish(create(next, this.now(), () => this.#newId()))
    return closed
  }

  #save(before: Task, after: Task): Task {
    if (!changedFields(before, after).length) return before
    const next = asNextVersion(before, after, this.now())
    this.#publish(next)
    return next
  }

  #publish(task: Task): void {
    this.tasks.set(task.id, task)
    this.publish('zerodue.task.changed.v1', { task, changed: [], actor: { kind: 'user', id: 'ana' } })
  }

  #import({ tasks }: { tasks: NewTask[] }, key: string): Response {
    this.imports.push(key)
    if (this.imports.length <= this.busyImports) {
      const answer = problem({ refused: 'too-many-requests', status: 429 })
      answer.headers.set('retry-after', '3')
      return answer
    }
    this.inOneRequest(() => {
      for (const task of tasks) this.#create(task)
    })
    return json(200, { created: tasks.length, updated: 0, skipped: 0, refused: 0, rows: [] })
  }

  /** Keeps new updates back, as when the events wait in the outbox. Returns how to send them. */
  holdUpdates(): (count?: number) => void {
    const held: [string, object][] = []
    this.#held = held
    return (count = held.length) => {
      this.#held = undefined
      for (const [type, data] of held.splice(0, count)) this.publish(type, data)
      if (held.length) this.#held = held
    }
  }

  /** Sends the updates of this work as one batch, as the server does for a request that changes many tasks. */
  inOneRequest(work: () => void): void {
    this.#batch = []
    work()
    const events = this.#batch
    this.#batch = undefined
    this.publish('zerodue.batch.v1', { events })
  }

  publish(type: string, data: object): void {
    const time = this.now().toISOString()
    if (this.#batch) return void this.#batch.push({ id: this.#newId(), type, subject: '', time, data })
    if (this.#held) return void this.#held.push([type, data])
    this.updates.push({ number: this.updates.length + 1, type, time, data })
    for (const wake of this.#readers) wake()
  }

  #stream(after: number, signal: AbortSignal | null | undefined): Response {
    const encoder = new TextEncoder()
    let sent = after
    const stream = new ReadableStream<Uint8Array>({
      start: controller => {
        const write = (event: string, data: object) =>
          controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
        const wake = () => {
          for (const update of this.updates.slice(sent)) write('update', update)
          sent = this.updates.length
        }
        if (after < this.trimmed) return write('reload', { head: this.head })
        write('begin', { head: this.head })
        wake()
        this.#readers.add(wake)
        signal?.addEventListener('abort', () => {
          this.#readers.delete(wake)
          controller.error(new Error('cut'))
        })
      },
    })
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
  }

  #newId(): string {
    this.#ids++
    return `00000000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`
  }
}

export interface SentRequest {
  method?: string
  body?: string | undefined
  headers?: Record<string, string>
  signal?: AbortSignal | null
}

const json = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

/** The trace of every refused request. */
export const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'

const problem = ({ refused, status, task }: { refused: ProblemCode; status: number; task?: Task }) =>
  json(status, { code: refused, detail: refused, errors: [], status, traceId, ...(task && { task }) })
