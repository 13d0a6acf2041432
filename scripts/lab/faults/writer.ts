import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Victim } from './victim.ts'

export interface Writing {
  /** The fields of a new task besides its id and title. */
  task: object
  headersOf: (user: string) => Promise<Record<string, string>> | Record<string, string>
  stop: AbortSignal
  random: () => number
}

export const users = Array.from({ length: 5 }, (_, i) => `user-${i}`)

/** A consumer of the crash tests fails each time with the events of a task of this title. */
export const poisonTitle = 'poison'

/** So many tasks that their events travel in batches. */
const [batchSize, importSize] = [12, 150]

/**
 * Writes until it is stopped: mostly creates and completes a task, sometimes many tasks at once by a batch or an import, and
 * now and then poison. Repeats an unanswered request with the same idempotency key.
 */
export async function write(taskApi: Victim, answered: string[], { task, headersOf, stop, random }: Writing) {
  const newTask = (title = 'x') => ({ id: randomUUID(), title, ...task })
  while (!stop.aborted) {
    const user = users[Math.floor(random() * users.length)] ?? ''
    const post = async (path: string, body?: object, more: Record<string, string> = {}) =>
      untilAnswered(taskApi, stop, path, {
        method: 'POST',
        headers: {
          ...(await headersOf(user)),
          'idempotency-key': randomUUID(),
          ...(body && { 'content-type': 'application/json' }),
          ...more,
        },
        ...(body && { body: JSON.stringify(body) }),
      })
    const kind = random()
    if (kind < 0.03) await sendPoison(post)
    else if (kind < 0.15) await writeBatch(post)
    else if (kind < 0.2) await writeImport(post)
    else await writeOne(post, kind < 0.25 ? poisonTitle : 'x')
  }

  async function writeOne(post: Post, title: string): Promise<void> {
    const one = newTask(title)
    if ((await post('/api/tasks', one)) !== 201) return
    answered.push(one.id)
    await post(`/api/tasks/${one.id}/complete`)
  }

  async function writeBatch(post: Post): Promise<void> {
    const tasks = Array.from({ length: batchSize }, () => newTask())
    const creates = tasks.map(one => ({ op: 'create', task: one }))
    if ((await post('/api/tasks/batch', { atomic: true, operations: creates })) !== 200) return
    answered.push(...tasks.map(({ id }) => id))
    await post('/api/tasks/batch', { operations: tasks.map(({ id }) => ({ op: 'complete', id })) })
  }

  async function writeImport(post: Post): Promise<void> {
    const tasks = Array.from({ length: importSize }, () => newTask())
    const status = await post('/api/import', { format: 'zerodue', version: 1, tasks })
    if (status === 200) answered.push(...tasks.map(({ id }) => id))
  }
}

type Post = (path: string, body?: object, more?: Record<string, string>) => Promise<number>

/** A command with so many faults that a list of them would be larger than any record. */
const sendPoison: (post: Post) => Promise<unknown> = post =>
  post(
    '/',
    { title: 'x', tags: Array(30_000).fill(0) },
    {
      'ce-specversion': '1.0',
      'ce-id': randomUUID(),
      'ce-source': '/hostile',
      'ce-type': 'zerodue.task.create.v1',
    },
  )

async function untilAnswered(taskApi: Victim, stop: AbortSignal, path: string, request: RequestInit): Promise<number> {
  while (!stop.aborted) {
    try {
      const response = await fetch((await taskApi.ready) + path, request)
      await response.arrayBuffer()
      if (response.status < 500 && ![409, 429].includes(response.status)) return response.status
    } catch {
      await pause(5)
    }
  }
  return 0
}
