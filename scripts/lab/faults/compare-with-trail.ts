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
  deadLetters: number
}

/** Compares the written tasks with the audit trail and with the next occurrences of their series. */
export async function compareWithTrail(owner: Sql, answered: readonly string[]): Promise<Trail> {
  const events = await owner<{ id: string; sent: boolean; entries: number }[]>`
    select o.id, o.published_at is not null as sent, count(e.id)::int as entries
    from tasks.outbox o left join audit.entry e on e.id = o.id::text and e.user_id = o.user_id
    where o.topic = 'task-events' group by o.id`
  const created = await owner<{ task: string }[]>`
    select distinct task_id as task from audit.entry where type = 'zerodue.task.created.v1'`
  const series = await owner<{ id: string; next: number }[]>`
    select done.id, count(next.id)::int as next
    from tasks.task done left join tasks.task next
      on (next.user_id, next.series_id, next.occurrence) = (done.user_id, done.series_id, done.occurrence + 1)
    where done.status = 'done' group by done.user_id, done.id`
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
    deadLetters: letters?.count ?? 0,
  }
}
