import { setTimeout as pause } from 'node:timers/promises'
import { sweepEvent } from '../../../functions/kit/core/sweep-event.ts'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { connect, type Sql } from '../../../functions/kit/postgres/connect.ts'
import { sampleDelivery } from '../../../functions/kit/settings/samples.ts'
import { delivery, someEvent } from '../../../functions/kit/testing/some-event.ts'
import { child } from './child.ts'
import { killAtRandom, type Rounds } from './kill-at-random.ts'
import type { Victim } from './victim.ts'
import { write } from './writer.ts'

export interface Outcome {
  kills: number
  answered: number
  events: number
  /** Committed events that never took effect, and those that took effect more than once. */
  lost: string[]
  doubled: string[]
  /** Tasks that were answered with 201 but whose created event never took effect. */
  unannounced: string[]
}

export interface LocalFaults extends Rounds {
  databaseUrl: string
}

/**
 * Kills task-api, its sweep or the consumer of its events at random moments while people write. Then it checks that every
 * event of an answered write took effect once.
 */
export async function killLocally({ databaseUrl, ...rounds }: LocalFaults): Promise<Outcome> {
  const owner = connect(databaseUrl, undefined, { connections: 2 })
  await owner`create table tasks.effect (event text not null, type text not null, task text not null)`
  await owner`grant select, insert on tasks.effect to task_api`
  const PORT = String(await freePort())
  const consumer = child('consumer.ts', { DATABASE_URL: databaseUrl, PORT })
  const producers = [1, 2].map(() =>
    child('producer.ts', { DATABASE_URL: databaseUrl, SUBSCRIBER_URL: `http://127.0.0.1:${PORT}/` }),
  )
  const processes = [consumer, ...producers]
  const answered: string[] = []
  const writing = new AbortController()
  try {
    await Promise.all(processes.map(({ ready }) => ready))
    const headersOf = (user: string) => ({ 'x-user': user })
    const options = { task: {}, headersOf, stop: writing.signal, random: rounds.random }
    const writers = producers.flatMap(producer => [1, 2].map(() => write(producer, answered, options)))
    await killAtRandom(processes, answered, rounds)
    writing.abort()
    await Promise.all(writers)
    await Promise.all(processes.map(({ ready }) => ready))
    await untilEmpty(owner, producers)
    return { kills: rounds.rounds, ...(await compare(owner, answered)) }
  } finally {
    writing.abort()
    await Promise.all(processes.map(one => one.end()))
    await owner.end()
  }
}

const limitMs = 60_000

/**
 * Sends sweep events, as the schedule of the platform does: Postgres may commit a statement of a killed process only after
 * the sweep with which that process has started again.
 */
async function untilEmpty(owner: Sql, producers: Victim[]): Promise<void> {
  for (const until = performance.now() + limitMs; performance.now() < until; await pause(1_000)) {
    const [waiting] = await owner`select from tasks.outbox where published_at is null limit 1`
    if (!waiting) return
    await Promise.all(producers.map(async ({ ready }) => fetch(await ready, sweepEventDelivery())))
  }
  throw new Error('After 60 s with everything running, the outbox still has unpublished events.')
}

const sweepEventDelivery = () => delivery(someEvent({ type: sweepEvent.type, data: {} }), `Bearer ${sampleDelivery}`)

async function compare(owner: Sql, answered: string[]): Promise<Omit<Outcome, 'kills'>> {
  const events = await owner<{ id: string; effects: number }[]>`
    select o.id, count(e.event)::int as effects
    from tasks.outbox o left join tasks.effect e on e.event = o.id::text group by o.id`
  const created = await owner<{ task: string }[]>`select task from tasks.effect where type = 'zerodue.task.created.v1'`
  const tasks = new Set(created.map(({ task }) => task))
  return {
    answered: answered.length,
    events: events.length,
    lost: events.filter(({ effects }) => effects === 0).map(({ id }) => id),
    doubled: events.filter(({ effects }) => effects > 1).map(({ id }) => id),
    unannounced: answered.filter(id => !tasks.has(id)),
  }
}
