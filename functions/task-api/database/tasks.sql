-- The functions, policies and grants of the schema tasks. `tasks.own_words`, `own_query` and `owner_mark` are in
-- 0008-own-words.sql instead: an index uses them, so a change of them is a migration that builds the index again.
select zerodue.create_schema('tasks', 'task_api');
select zerodue.create_outbox('tasks', 'task_api');
select zerodue.create_inbox('tasks', 'task_api');
select zerodue.create_idempotency('tasks', 'task_api');
select zerodue.create_set_aside('tasks', 'task_api');
select zerodue.protect('tasks.task'), zerodue.protect('tasks.tag'), zerodue.protect('tasks.word');

-- The caller's tasks for a search in the text index. The policy of the table keeps the planner from that index, because its
-- operator might leak what it compares. So this view reads the table as its owner and compares with the caller itself.
-- Because of `is true`, the planner does not fetch all tasks of the caller by another index for that comparison. The
-- subquery reads the caller once and not for every row. `location` fetches a whole row again within the statement.
create or replace view tasks.searchable as
  select ctid as location, * from tasks.task where (user_id = (select zerodue.caller())) is true;

-- Only earlier versions of a list call it.
create or replace function tasks.matching(query tsquery, ranked boolean) returns table (id uuid, status text, priority smallint,
    due_date date, due_time time, due_at timestamptz, due_order timestamptz, repeat jsonb, series_id uuid, reminders jsonb,
    created_at timestamptz, updated_at timestamptz, deleted_at timestamptz, title_order text, distance real)
  language sql stable security definer set search_path = pg_catalog, public rows 100
  begin atomic
    select t.id, t.status, t.priority, t.due_date, t.due_time, t.due_at, t.due_order, t.repeat, t.series_id, t.reminders,
      t.created_at, t.updated_at, t.deleted_at, t.title_order,
      -- A smaller distance is a better match. A match in the title counts most.
      case when ranked then -ts_rank(t.search, query) else 0 end
    from tasks.task t
    where t.user_id || '' = zerodue.caller()
      and tasks.own_words(t.user_id, t.search) @@ tasks.own_query(zerodue.caller(), query);
  end;

-- Tasks of all users that were deleted before a time, to be removed for good.
create or replace function tasks.purgeable(before timestamptz, most integer) returns table (user_id text, id uuid)
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select t.user_id, t.id from tasks.task t where t.deleted_at < before order by t.deleted_at limit most;
  end;

-- Deletes old published events and old answers of idempotency keys.
create or replace function tasks.forget_old(published_before timestamptz, answered_before timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    select tasks.forget_published(published_before), tasks.forget_answered(answered_before);
  end;

grant select, insert, update, delete on tasks.task, tasks.tag, tasks.word to task_api;
grant select on tasks.searchable to task_api;
revoke execute on all functions in schema tasks from public;
grant execute on function tasks.owner_mark, tasks.own_words, tasks.own_query, tasks.matching, tasks.purgeable,
  tasks.forget_old to task_api;
