-- What a list is filtered and sorted by, of the caller's tasks that match: a page then fetches the few rows that it shows.
-- A policy keeps the planner from using the text index (its operator might leak what it compares), so the comparison with
-- the caller stands in here; written like this, the planner does not fetch all their tasks by another index for it.
drop function tasks.matching(tsquery);
create function tasks.matching(query tsquery, ranked boolean) returns table (id uuid, status text, priority smallint,
    due_date date, due_time time, due_at timestamptz, due_order timestamptz, repeat jsonb, series_id uuid, reminders jsonb,
    created_at timestamptz, updated_at timestamptz, deleted_at timestamptz, title_order text, distance real)
  language sql stable security definer set search_path = pg_catalog, public rows 100
  begin atomic
    select t.id, t.status, t.priority, t.due_date, t.due_time, t.due_at, t.due_order, t.repeat, t.series_id, t.reminders,
      t.created_at, t.updated_at, t.deleted_at, t.title_order,
      -- Less is better: a match in the title counts most.
      case when ranked then -ts_rank(t.search, query) else 0 end
    from tasks.task t
    where t.user_id || '' = zerodue.caller()
      and tasks.own_words(t.user_id, t.search) @@ tasks.own_query(zerodue.caller(), query);
  end;

revoke execute on function tasks.matching from public;
grant execute on function tasks.matching to task_api;
