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

/** Creates and completes tasks one after the other. Repeats an unanswered request with the same idempotency key. */
export async function write(taskApi: Victim, answered: string[], { task, headersOf, stop, random }: Writing) {
  while (!stop.aborted) {
    const id = randomUUID()
    const user = users[Math.floor(random() * users.length)] ?? ''
    const post = async (path: string, body?: object) =>
      untilAnswered(taskApi, stop, path, {
        method: 'POST',
        headers: {
          ...(await headersOf(user)),
          'idempotency-key': randomUUID(),
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      })
    if ((await post('/api/tasks', { id, title: 'x', ...task })) !== 201) continue
    answered.push(id)
    await post(`/api/tasks/${id}/complete`)
  }
}

async function untilAnswered(taskApi: Victim, stop: AbortSignal, path: string, request: RequestInit): Promise<number> {
  while (!stop.aborted) {
    try {
      const response = await fetch((await taskApi.ready) + path, request)
      await response.arrayBuffer()
      if (response.status < 500 && response.status !== 409) return response.status
    } catch {
      await pause(5)
    }
  }
  return 0
}
