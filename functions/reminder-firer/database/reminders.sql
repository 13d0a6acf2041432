-- What the schema reminders needs besides its tables.
select zerodue.create_schema('reminders', 'reminder_firer');
select zerodue.create_outbox('reminders', 'reminder_firer');
select zerodue.create_inbox('reminders', 'reminder_firer');
select zerodue.create_set_aside('reminders', 'reminder_firer');
select zerodue.create_deleted_user('reminders');
select zerodue.protect('reminders.profile'), zerodue.protect('reminders.task'), zerodue.protect('reminders.reminder');

-- The functions below go around the policies, each as narrow as its purpose. They run as the owner of the tables.

-- Marks due reminders of all people as fired and returns what their events need. It skips reminders that another
-- transaction is claiming. People take turns, so that one with thousands does not hold up another with one.
create or replace function reminders.claim_due(now timestamptz, most integer) returns table (
    user_id text, task_id uuid, id uuid, moment timestamptz, key text, target timestamptz, at timestamptz, times integer,
    fired_at timestamptz, late boolean, task json, zone text, locale text, morning text, quiet_hours jsonb, trace text)
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    with waiting as (
      select w.user_id, w.task_id, w.id, w.at, w.target from reminders.reminder w
      where w.state = 'armed' and w.at <= claim_due.now order by w.at limit 50000),
    chosen as (
      select c.user_id, c.task_id, c.id from (
        select w.*, row_number() over (partition by w.user_id order by w.at, w.target, w.task_id, w.id) as turn from waiting w) c
      order by c.turn, c.at limit claim_due.most),
    locked as (
      select r.user_id, r.task_id, r.id from chosen join reminders.reminder r using (user_id, task_id, id)
      where r.state = 'armed' and r.at <= claim_due.now for update of r skip locked),
    fired as (
      update reminders.reminder r set state = 'fired', fired_key = r.key, fired_for = r.moment, fired_at = claim_due.now,
        times = r.times + 1, late = r.at < claim_due.now - interval '1 minute'
      from locked where (r.user_id, r.task_id, r.id) = (locked.user_id, locked.task_id, locked.id)
      returning r.*)
    select f.user_id, f.task_id, f.id, f.moment, f.key, f.target, f.at, f.times, f.fired_at, f.late, t.task,
      p.zone, p.locale, p.morning, p.quiet_hours, f.trace
    from fired f
    join reminders.task t on (t.user_id, t.id) = (f.user_id, f.task_id)
    left join reminders.profile p on p.user_id = f.user_id
    order by f.at, f.target, f.user_id;
  end;

-- Writes the events of the reminders that this transaction has claimed, and arms those that come again.
create or replace function reminders.settle(events json, again json) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    insert into reminders.outbox (id, user_id, topic, type, subject, time, data, traceparent)
      select e.id, e.user_id, e.topic, e.type, e.subject, e.time, e.data, e.traceparent
      from json_populate_recordset(null::reminders.outbox, events) e
      where e.topic in ('reminders', 'task-updates');
    update reminders.reminder r set state = 'armed', moment = a.moment, key = a.key, target = a.target, at = a.at, times = a.times
      from json_populate_recordset(null::reminders.reminder, again) a
      where (r.user_id, r.task_id, r.id) = (a.user_id, a.task_id, a.id);
  end;

-- The moment of the next reminder of all people, whether an alarm is set for it, and the alarms without a reminder.
create or replace function reminders.alarms() returns table (next timestamptz, is_set boolean, unneeded timestamptz[])
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    select first.at, exists (select from reminders.alarm a where a.at = first.at),
      array(select a.at from reminders.alarm a
        where not exists (select from reminders.reminder r where r.state = 'armed' and r.at = a.at) order by a.at limit 100)
    from (select min(r.at) as at from reminders.reminder r where r.state = 'armed') first;
  end;

create or replace function reminders.is_due_at(instant timestamptz) returns boolean
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    select exists (select from reminders.reminder r where r.state = 'armed' and r.at = is_due_at.instant);
  end;

-- Records that an alarm is set, also one that was set already for another time.
create or replace function reminders.note_alarm(at timestamptz, rings_at timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    insert into reminders.alarm (at, rings_at) values (note_alarm.at, note_alarm.rings_at)
      on conflict on constraint alarm_pkey do update set rings_at = excluded.rings_at;
  end;

-- The alarm for a moment: a person whose reminder it is for, if there still is one, and when it was to ring.
create or replace function reminders.alarm_for(instant timestamptz) returns table (user_id text, rings_at timestamptz)
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select (select r.user_id from reminders.reminder r where r.state = 'armed' and r.at = alarm_for.instant limit 1),
      (select a.rings_at from reminders.alarm a where a.at = alarm_for.instant);
  end;

-- Deletes everything of the caller. After that, `is_gone` holds for every earlier moment.
create or replace function reminders.delete_caller(now timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    select zerodue.delete_user('reminders', zerodue.caller(), now);
  end;

-- Deletes reminders that fired long ago, and accounts that were deleted before any event that could still come.
create or replace function reminders.forget_old(before timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from reminders.reminder where state <> 'armed' and at < before;
    delete from reminders.task t where not exists (
      select from reminders.reminder r where (r.user_id, r.task_id) = (t.user_id, t.id));
    delete from reminders.deleted_user where at < before;
  end;

grant select, insert, update, delete on reminders.profile, reminders.task, reminders.reminder to reminder_firer;
grant select, insert, delete on reminders.alarm to reminder_firer;
grant execute on function zerodue.note_start, zerodue.start_ms to reminder_firer;
revoke execute on all functions in schema reminders from public;
grant execute on function reminders.claim_due, reminders.settle, reminders.alarms, reminders.is_due_at, reminders.note_alarm,
  reminders.alarm_for, reminders.delete_caller, reminders.is_gone, reminders.forget_old to reminder_firer;
