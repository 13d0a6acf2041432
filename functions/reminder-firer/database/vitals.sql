-- Figures of the reminders: how many are armed, for how long one is overdue, and what fired in a day. The outbox keeps a day.
create or replace function reminders.vitals() returns table (name text, labels jsonb, value double precision)
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    with fired as (
      select o.user_id, o.subject, count(*) as times from reminders.outbox o
      where o.type = 'zerodue.reminder.due.v1' and o.time > now() - interval '1 day' group by o.user_id, o.subject),
    -- Only of tasks with several reminders: to read the content of every event takes long.
    doubled as (
      select from reminders.outbox o join fired f on (f.user_id, f.subject) = (o.user_id, o.subject) and f.times > 1
      where o.type = 'zerodue.reminder.due.v1' and o.time > now() - interval '1 day'
      group by o.user_id, o.data -> 'reminder' ->> 'id', o.data ->> 'dueAt' having count(*) > 1)
    select 'zerodue.reminders.armed', '{}'::jsonb, count(*)::double precision
      from reminders.reminder where state = 'armed'
    union all
    select 'zerodue.reminders.overdue', '{}', greatest(coalesce(extract(epoch from now() - min(at)), 0), 0)::double precision
      from reminders.reminder where state = 'armed'
    union all
    select 'zerodue.reminders.fired', '{}', coalesce(sum(times), 0)::double precision from fired
    union all
    select 'zerodue.reminders.doubled', '{}', count(*)::double precision from doubled;
  end;
revoke execute on function reminders.vitals from public;
