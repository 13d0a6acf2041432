-- Tasks from before there were reminders: no event has told reminder-firer of them, or it came before anybody listened. So
-- those that it has not seen are told once, as a change of their reminders and due date that is made now: what is still to
-- come is armed, and what has passed stays silent. For whoever does know the task, a version that was seen changes nothing.
insert into tasks.outbox (id, user_id, topic, type, subject, time, data)
select gen_random_uuid(), t.user_id, 'task-events', 'zerodue.task.updated.v1', t.id::text, now(), jsonb_build_object(
  'task', jsonb_build_object(
    'id', t.id, 'version', t.version, 'title', t.title, 'notes', t.notes, 'status', t.status,
    'priority', 'P' || t.priority, 'tags', to_jsonb(t.tags),
    'due', case when t.due_date is not null then jsonb_strip_nulls(jsonb_build_object(
      'date', t.due_date, 'time', to_char(t.due_time, 'HH24:MI'), 'zone', t.due_zone)) end,
    'dueAt', to_char(t.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'repeat', t.repeat, 'seriesId', t.series_id, 'occurrence', t.occurrence, 'reminders', t.reminders,
    'createdAt', to_char(t.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'updatedAt', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'completedAt', null),
  'changed', '["due", "reminders"]'::jsonb,
  'actor', jsonb_build_object('kind', 'user', 'id', t.user_id))
from tasks.task t
where t.status = 'open' and t.deleted_at is null and jsonb_array_length(t.reminders) > 0
  and not exists (select from reminders.seen s where s.user_id = t.user_id and s.id = t.id);
