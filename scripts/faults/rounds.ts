import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { connect, type Sql } from '../../functions/shared/database/connect.ts'
import { freePort } from '../testing/zerodue.ts'
import { Child } from './child.ts'

export interface Outcome {
  kills: number
  answered: number
  events: number
  /** Events that were committed and never had their effect, and effects that came more than once. */
  lost: string[]
  doubled: string[]
  /** Tasks that were answered with 201 and of which nobody was told. */
  untold: string[]
}

export interface FaultOptions {
  databaseUrl: string
  rounds: number
  /** From 0 to 1, the same again for the same run. */
  random: () => number
  report?: (round: number) => void
}

/**
 * Kills task-api, its sweep or the function that takes its events at random moments while people write, again and again,
 * and then looks whether every answered write was told, and had its effect once.
 */
export async function killAtRandom({ databaseUrl, rounds, random, report }: FaultOptions): Promise<Outcome> {
  const owner = connect(databaseUrl, undefined, { connections: 2 })
  await owner`create table tasks.effect (event text not null, type text not null, task text not null)`
  await owner`grant select, insert on tasks.effect to task_api`
  const PORT = String(await freePort())
  const consumer = new Child('consumer.ts', { DATABASE_URL: databaseUrl, PORT })
  const producers = [1, 2].map(
    () => new Child('producer.ts', { DATABASE_URL: databaseUrl, SUBSCRIBER_URL: `http://127.0.0.1:${PORT}/` }),
  )
  const everybody = [consumer, ...producers]
  const answered: string[] = []
  const writing = new AbortController()
  try {
    await Promise.all(everybody.map(({ ready }) => ready))
    const writers = producers.flatMap(producer => [1, 2].map(() => write(producer, answered, writing.signal, random)))
    for (let round = 1; round <= rounds; round++) {
      // Something must be under way, or nothing is tried.
      for (const before = answered.length; answered.length === before; ) await pause(2)
      await pause(random() * 60)
      // Mostly one that is at work; sometimes one that is starting and sweeps.
      const candidates = everybody.filter(({ isReady }) => isReady || random() < 0.2)
      const victim = candidates[Math.floor(random() * candidates.length)] ?? consumer
      await victim.killAndRestart()
      report?.(round)
    }
    writing.abort()
    await Promise.all(writers)
    await Promise.all(everybody.map(({ ready }) => ready))
    await untilEmpty(owner)
    return { kills: rounds, ...(await compare(owner, answered)) }
  } finally {
    writing.abort()
    await Promise.all(everybody.map(child => child.end()))
    await owner.end()
  }
}

/** Creates and completes tasks one after the other. What was not answered is asked again with the same key. */
async function write(producer: Child, answered: string[], stop: AbortSignal, random: () => number): Promise<void> {
  while (!stop.aborted) {
    const id = randomUUID()
    const user = `user-${Math.floor(random() * 5)}`
    const status = await untilAnswered(producer, stop, '/api/tasks', user, { id, title: 'x' })
    if (status !== 201) continue
    answered.push(id)
    await untilAnswered(producer, stop, `/api/tasks/${id}/complete`, user)
  }
}

async function untilAnswered(
  producer: Child,
  stop: AbortSignal,
  path: string,
  user: string,
  body?: object,
): Promise<number> {
  const key = randomUUID()
  while (!stop.aborted) {
    try {
      const port = await producer.ready
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers: { 'x-user': user, 'idempotency-key': key, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      })
      await response.arrayBuffer()
      if (response.status < 500 && response.status !== 409) return response.status
    } catch {
      await pause(5)
    }
  }
  return 0
}

const limitMs = 60_000

async function untilEmpty(owner: Sql): Promise<void> {
  for (const until = performance.now() + limitMs; performance.now() < until; await pause(50)) {
    const [waiting] = await owner`select from tasks.outbox where published_at is null limit 1`
    if (!waiting) return
  }
  throw new Error('Events still wait in the outbox although everything runs.')
}

async function compare(owner: Sql, answered: string[]): Promise<Omit<Outcome, 'kills'>> {
  const events = await owner<{ id: string; effects: number }[]>`
    select o.id, count(e.event)::int as effects
    from tasks.outbox o left join tasks.effect e on e.event = o.id::text group by o.id`
  const told = await owner<{ task: string }[]>`select task from tasks.effect where type = 'zerodue.task.created.v1'`
  const tasks = new Set(told.map(({ task }) => task))
  return {
    answered: answered.length,
    events: events.length,
    lost: events.filter(({ effects }) => effects === 0).map(({ id }) => id),
    doubled: events.filter(({ effects }) => effects > 1).map(({ id }) => id),
    untold: answered.filter(id => !tasks.has(id)),
  }
}
