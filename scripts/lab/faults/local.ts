import { setTimeout as pause } from 'node:timers/promises'
import { batchEvent } from '../../../functions/kit/core/batch-event.ts'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { connect, type Sql } from '../../../functions/kit/postgres/connect.ts'
import { child } from './child.ts'
import { killAtRandom, type Rounds } from './kill-at-random.ts'
import { poisonTitle, write } from './writer.ts'

export interface Outcome {
  kills: number
  answered: number
  events: number
  /** Events of poison, which the consumer set aside. */
  setAside: number
  /** Committed events that never took effect, and those that took effect more than once. */
  lost: string[]
  doubled: string[]
  /** Tasks of which the consumer saw an older version after a newer one, or not the newest one in the end. */
  disordered: string[]
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
  await owner`
    create table tasks.effect (
      seq bigint generated always as identity, event text not null, type text not null, task uuid not null,
      version integer not null, newest boolean not null)`
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
    await untilEmpty(owner)
    return { kills: rounds.rounds, ...(await compare(owner, answered)) }
  } finally {
    writing.abort()
    await Promise.all(processes.map(one => one.end()))
    await owner.end()
  }
}

const limitMs = 60_000

/** Without further kills every event is published soon, without a sweep event from outside. */
async function untilEmpty(owner: Sql): Promise<void> {
  for (const until = performance.now() + limitMs; performance.now() < until; await pause(200)) {
    const [waiting] = await owner`select from tasks.outbox where published_at is null limit 1`
    if (!waiting) return
  }
  const waiting = await owner`
    select id, type, user_id, time, (select json_agg(s) from (
      select tries, reason, failed_at from tasks.set_aside where event_id = o.id::text) s) as failures
    from tasks.outbox o where published_at is null order by id limit 5`
  throw new Error(`After 60 s with everything running, events still wait in the outbox: ${JSON.stringify(waiting)}`)
}

async function compare(owner: Sql, answered: string[]): Promise<Omit<Outcome, 'kills'>> {
  const events = await owner<{ id: string; poison: boolean; effects: number; aside: number }[]>`
    with event as (
      select id::text, data from tasks.outbox where type <> ${batchEvent.type}
      union all
      select inner_event ->> 'id', inner_event -> 'data'
      from tasks.outbox, json_array_elements(data -> 'events') inner_event where type = ${batchEvent.type})
    select o.id, coalesce(o.data -> 'task' ->> 'title' = ${poisonTitle}, false) as poison,
      (select count(*)::int from tasks.effect e where e.event = o.id) as effects,
      (select count(*)::int from tasks.set_aside s where s.event_id = o.id and s.set_aside_at is not null) as aside
    from event o where o.data -> 'task' is not null`
  const created = await owner<{ task: string }[]>`
    select task::text from tasks.effect where type = 'zerodue.task.created.v1'
    union select subject from tasks.set_aside where type = 'zerodue.task.created.v1'`
  const disordered = await owner<{ task: string }[]>`
    select distinct task::text from (
      select task, version, max(version) over (partition by task order by seq rows unbounded preceding) as highest
      from tasks.effect where newest) seen where version < highest
    union
    select t.id::text from tasks.task t
    where t.title <> ${poisonTitle}
      and t.version is distinct from (select max(e.version) from tasks.effect e where e.task = t.id and e.newest)`
  const tasks = new Set(created.map(({ task }) => task))
  const good = events.filter(({ poison }) => !poison)
  return {
    answered: answered.length,
    events: events.length,
    setAside: events.filter(({ poison, aside }) => poison && aside === 1).length,
    lost: events.filter(({ poison, effects, aside }) => (poison ? aside === 0 : effects === 0)).map(({ id }) => id),
    doubled: good.filter(({ effects }) => effects > 1).map(({ id }) => id),
    disordered: disordered.map(({ task }) => task),
    unannounced: answered.filter(id => !tasks.has(id)),
  }
}
