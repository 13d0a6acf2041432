import { batchEvent } from '../../../functions/kit/core/batch-event.ts'
import type { Sql } from '../../../functions/kit/postgres/connect.ts'

export interface Trail {
  answered: number
  events: number
  /** Events in the outbox that are not published. */
  unsent: number
  /** Events that the audit trail lacks, and those that it has more than once. */
  lost: string[]
  doubled: string[]
  /** Tasks that were answered with 201 but have no created event in the audit trail. */
  unannounced: string[]
  /** Completed tasks of a series that have no next occurrence, and those that have several. */
  ended: string[]
  forked: string[]
  /** Tasks of which a device got an older version after a newer one, or not the newest one. */
  disordered: string[]
  deadLetters: number
}

/** Compares the written tasks with the audit trail and with the next occurrences of their series. */
export async function compareWithTrail(owner: Sql, answered: readonly string[]): Promise<Trail> {
  const events = await owner<{ id: string; sent: boolean; entries: number }[]>`
    with event as (
      select user_id, id::text, published_at from tasks.outbox where topic = 'task-events' and type <> ${batchEvent.type}
      union all
      select user_id, inner_event ->> 'id', published_at
      from tasks.outbox, json_array_elements(data -> 'events') inner_event
      where topic = 'task-events' and type = ${batchEvent.type})
    select o.id, o.published_at is not null as sent, count(e.id)::int as entries
    from event o left join audit.entry e on e.id = o.id and e.user_id = o.user_id group by o.id, o.published_at`
  const created = await owner<{ task: string }[]>`
    select distinct task_id as task from audit.entry where type = 'zerodue.task.created.v1'`
  const series = await owner<{ id: string; next: number }[]>`
    select done.id, count(next.id)::int as next
    from tasks.task done left join tasks.task next
      on (next.user_id, next.series_id, next.occurrence) = (done.user_id, done.series_id, done.occurrence + 1)
    where done.status = 'done' group by done.user_id, done.id`
  const disordered = await owner<{ id: string }[]>`
    with seen as (
      select number, data -> 'task' as task from sync.update where type = 'zerodue.task.changed.v1'
      union all
      select number, inner_event -> 'data' -> 'task'
      from sync.update, json_array_elements(data -> 'events') inner_event where type = ${batchEvent.type}),
    version as (
      select task ->> 'id' as id, (task ->> 'version')::int as version, number from seen)
    select distinct id from (
      select id, version, lag(version) over (partition by id order by number) as before from version) steps
    where version <= before
    union
    select t.id::text from tasks.task t
    where t.version is distinct from (select max(v.version) from version v where v.id = t.id::text)`
  const [letters] = await owner<{ count: number }[]>`select count(*)::int from audit.dead_letter`
  const known = new Set(created.map(({ task }) => task))
  return {
    answered: answered.length,
    events: events.length,
    unsent: events.filter(({ sent }) => !sent).length,
    lost: events.filter(({ entries }) => entries === 0).map(({ id }) => id),
    doubled: events.filter(({ entries }) => entries > 1).map(({ id }) => id),
    unannounced: answered.filter(id => !known.has(id)),
    ended: series.filter(({ next }) => next === 0).map(({ id }) => id),
    forked: series.filter(({ next }) => next > 1).map(({ id }) => id),
    disordered: disordered.map(({ id }) => id),
    deadLetters: letters?.count ?? 0,
  }
}
