import type { Sql } from '../../kit/postgres/connect.ts'

/** Inserts armed reminders of `people` people, as their events would. */
export const insertArmed = (owner: Sql, count: number, people: number, at: string, spreadMs: number, from = 0) => owner`
  with made as (
    select 'person-' || (i % ${people}) as user_id, gen_random_uuid() as task_id, gen_random_uuid() as id,
      date_trunc('milliseconds', ${at}::timestamptz + random() * ${spreadMs} * interval '1 millisecond') as at
    from generate_series(${from}::int, ${from + count - 1}::int) i),
  tasks as (
    insert into reminders.task (user_id, id, task)
    select user_id, task_id, json_build_object('id', task_id, 'version', 1, 'title', 'One of many', 'notes', '', 'status', 'open',
      'priority', 'P4', 'tags', json_build_array(), 'due', null, 'dueAt', null, 'repeat', null, 'seriesId', task_id, 'occurrence', 1,
      'reminders', json_build_array(json_build_object('id', id, 'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))),
      'createdAt', '2026-11-20T00:00:00.000Z', 'updatedAt', '2026-11-20T00:00:00.000Z', 'completedAt', null)
    from made)
  insert into reminders.reminder (user_id, task_id, id, state, moment, key, target, at)
  select user_id, task_id, id, 'armed', at, 'at ' || at, at, at from made`
