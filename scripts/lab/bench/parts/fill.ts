import type { Sql } from '../../../../functions/kit/postgres/connect.ts'
import { people, rare, tags, things, verbs } from './words.ts'

/**
 * Inserts tasks as the routes would, but in one statement: titles of common and rare words, a third with notes, most with a
 * date around today, a quarter done. It creates the indexes afterwards, which is several times as fast. All titles of a
 * person in `wordOf` contain that word.
 */
export async function fill(
  sql: Sql,
  tasksOf: ReadonlyMap<string, number>,
  wordOf: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexrelid::regclass as name, pg_get_indexdef(indexrelid) as definition from pg_index
    where indrelid = 'tasks.task'::regclass and not indisprimary`
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`)
  await insertTasks(sql, tasksOf, wordOf)
  await sql`
    insert into tasks.word (user_id, word)
    select distinct user_id, word from tasks.task, unnest(string_to_array(title_words, ' ')) as word
    on conflict do nothing`
  await sql`
    insert into tasks.tag (user_id, key, name) select user_id, tag, tag
    from unnest(${[...tasksOf.keys()]}::text[]) as user_id, unnest(${tags}::text[]) as tag on conflict do nothing`
  await sql`set maintenance_work_mem = '256MB'`
  for (const { definition } of indexes) await sql.unsafe(definition)
  await sql`vacuum analyze`
}

/** The product of two random numbers makes the first words of a list common and the last ones rare, as in any language. */
const pick = (sql: Sql, words: readonly string[]) =>
  sql`(${[...words]}::text[])[1 + floor(${words.length}::int * random() * random())::int]`

/** The rows of all people are mixed, so those of one person are far apart, as in a table that has grown. */
const insertTasks = (sql: Sql, tasksOf: ReadonlyMap<string, number>, wordOf: ReadonlyMap<string, string>) => sql`
  insert into tasks.task (user_id, id, version, title, notes, status, priority, tags, due_date, due_time, due_zone, due_at,
    repeat, series_id, occurrence, reminders, created_at, updated_at, completed_at, due_order, title_order, title_words,
    notes_words, tag_keys)
  select user_id, id, 1 + floor(3 * random())::int, initcap(left(words, 1)) || substr(words, 2), notes, status,
    1 + floor(4 * random())::int, own_tags, due_date, due_time, zone, due_at, null, id, 1, '[]',
    created_at, created_at + random() * (now() - created_at), case status when 'done' then now() end,
    coalesce(due_at, ((due_date + 1)::timestamp at time zone zone), 'infinity'), words,
    concat_ws(' ', words, nullif(array_to_string(own_tags, ' '), '')), notes,
    (select coalesce(array_agg('#' || tag), '{}') from unnest(own_tags) as tag)
  from (
    select gen_random_uuid() as id, now() - random() * interval '700 days' as created_at,
      case when random() < 0.25 then 'done' else 'open' end as status,
      concat_ws(' ', ${pick(sql, verbs)}, ${pick(sql, things)},
        case when random() < 0.4 then 'for ' || ${pick(sql, people)} end,
        case when random() < 0.5 then 'about the ' || ${pick(sql, things)} end,
        case when random() < 0.6 then ${pick(sql, rare)} end, common_word) as words,
      case when random() < 0.3 then concat_ws(' ', ${pick(sql, verbs)}, 'the', ${pick(sql, things)}, 'and then',
        ${pick(sql, verbs)}, 'with', ${pick(sql, people)}, 'because of the', ${pick(sql, things)}, ${pick(sql, rare)})
        else '' end as notes,
      array(select distinct ${pick(sql, tags)} from generate_series(1, (n * 7 % 5) / 2)) as own_tags,
      *
    from (
      select user_id, n, common_word, due_date, due_time, case when due_date is not null then 'Asia/Karachi' end as zone,
        (due_date + due_time) at time zone 'Asia/Karachi' as due_at
      from (
        select user_id, n, common_word, case when random() < 0.7 then current_date - 200 + floor(400 * random())::int end as due_date,
          case when random() < 0.4 then make_time(8 + floor(10 * random())::int, 15 * (n % 4), 0) end as time
        from unnest(${[...tasksOf.keys()]}::text[], ${[...tasksOf.values()]}::int[],
            ${[...tasksOf.keys()].map(user => wordOf.get(user) ?? null)}::text[]) as owner (user_id, tasks, common_word),
          generate_series(1, tasks) as n
        order by n::float / tasks) as dated,
      lateral (select case when due_date is not null then time end as due_time) as timed) as placed) as made`
