-- Which reminders there are, when each is to fire, and that it did. This is the truth; alarms only say when to look.
do $$
begin
  if not exists (select from pg_roles where rolname = 'reminder_firer') then
    create role reminder_firer nologin;
  end if;
  execute format('grant reminder_firer to %I', current_user);
end $$;
grant usage on schema zerodue to reminder_firer;
grant select on zerodue.migration to reminder_firer;

create schema reminders;
select zerodue.create_outbox('reminders', 'reminder_firer');
select zerodue.create_inbox('reminders', 'reminder_firer');

-- What a person chose, as far as it decides when and how a reminder comes. Who never chose has no row.
create table reminders.profile (
  user_id text primary key,
  zone text not null,
  locale text not null,
  morning text not null,
  quiet_hours jsonb,
  version integer not null
);

-- Tasks with reminders, as they last were: the task goes out with its reminder.
create table reminders.task (
  user_id text not null,
  id uuid not null,
  task json not null,
  primary key (user_id, id)
);

create table reminders.reminder (
  user_id text not null,
  task_id uuid not null,
  id uuid not null,
  -- armed: it fires at `at`. fired: it did. passed: its moment was over when it was set, so it never fires.
  state text not null check (state in ('armed', 'fired', 'passed')),
  -- The moment that is meant, what it comes from (the same whatever the zone of the person), and when it is to fire:
  -- `target` is the moment or a repetition of it, `at` is that after the quiet hours.
  moment timestamptz not null,
  key text not null,
  target timestamptz not null,
  at timestamptz not null,
  -- How often it has come for this moment.
  times integer not null default 0,
  fired_key text,
  fired_for timestamptz,
  fired_at timestamptz,
  late boolean not null default false,
  primary key (user_id, task_id, id)
);
create index reminder_armed on reminders.reminder (at) where state = 'armed';
create index reminder_by_time on reminders.reminder (user_id, at, task_id, id);
create index reminder_by_age on reminders.reminder (at) where state <> 'armed';

-- For which moments an alarm was set that outlives the process.
create table reminders.alarm (at timestamptz primary key);

-- Which accounts ended and when, by hash only, so that what arrives late does not bring anything back.
create table reminders.deleted_user (
  user_hash bytea primary key,
  at timestamptz not null
);

alter table reminders.profile enable row level security;
alter table reminders.task enable row level security;
alter table reminders.reminder enable row level security;
alter table reminders.deleted_user enable row level security;
create policy own on reminders.profile using (user_id = zerodue.caller());
create policy own on reminders.task using (user_id = zerodue.caller());
create policy own on reminders.reminder using (user_id = zerodue.caller());

-- The ways around the policies, each as narrow as its purpose. They run as the owner of the tables.

-- Marks reminders of all people that are due as fired and answers them with what their events need. What somebody else
-- is claiming is left to them. People take turns, so that one with thousands does not hold up another with one.
create function reminders.claim_due(now timestamptz, most integer) returns table (
    user_id text, task_id uuid, id uuid, moment timestamptz, key text, target timestamptz, at timestamptz, times integer,
    fired_at timestamptz, late boolean, task json, zone text, locale text, morning text, quiet_hours jsonb)
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
      p.zone, p.locale, p.morning, p.quiet_hours
    from fired f
    join reminders.task t on (t.user_id, t.id) = (f.user_id, f.task_id)
    left join reminders.profile p on p.user_id = f.user_id
    order by f.at, f.target, f.user_id;
  end;

-- Writes what was claimed in this transaction: the events of it, and what comes again.
create function reminders.settle(events json, again json) returns void
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

-- When the next reminder of anybody is due, whether an alarm is set for that, and which alarms nobody needs.
create function reminders.alarms() returns table (next timestamptz, is_set boolean, unneeded timestamptz[])
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    select first.at, exists (select from reminders.alarm a where a.at = first.at),
      array(select a.at from reminders.alarm a
        where not exists (select from reminders.reminder r where r.state = 'armed' and r.at = a.at) order by a.at limit 100)
    from (select min(r.at) as at from reminders.reminder r where r.state = 'armed') first;
  end;

create function reminders.is_due_at(instant timestamptz) returns boolean
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    select exists (select from reminders.reminder r where r.state = 'armed' and r.at = is_due_at.instant);
  end;

-- Removes everything of the caller, and remembers when: see `is_gone`.
create function reminders.delete_caller(now timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from reminders.reminder where user_id = zerodue.caller();
    delete from reminders.task where user_id = zerodue.caller();
    delete from reminders.profile where user_id = zerodue.caller();
    delete from reminders.seen where user_id = zerodue.caller();
    delete from reminders.outbox where user_id = zerodue.caller();
    insert into reminders.deleted_user values (sha256(convert_to(zerodue.caller(), 'UTF8')), delete_caller.now)
      on conflict (user_hash) do update set at = greatest(reminders.deleted_user.at, excluded.at);
  end;

-- Whether the account of the caller ended after that.
create function reminders.is_gone(since timestamptz) returns boolean
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select exists (select from reminders.deleted_user
      where user_hash = sha256(convert_to(zerodue.caller(), 'UTF8')) and at >= since);
  end;

-- What fired long ago, and the names of accounts that ended before any event that could still come.
create function reminders.forget_old(before timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from reminders.reminder where state <> 'armed' and at < before;
    delete from reminders.task t where not exists (
      select from reminders.reminder r where (r.user_id, r.task_id) = (t.user_id, t.id));
    delete from reminders.deleted_user where at < before;
  end;

grant select, insert, update, delete on reminders.profile, reminders.task, reminders.reminder to reminder_firer;
grant select, insert, delete on reminders.alarm to reminder_firer;
revoke execute on function reminders.claim_due, reminders.settle, reminders.alarms, reminders.is_due_at,
  reminders.delete_caller, reminders.is_gone, reminders.forget_old from public;
grant execute on function reminders.claim_due, reminders.settle, reminders.alarms, reminders.is_due_at,
  reminders.delete_caller, reminders.is_gone, reminders.forget_old to reminder_firer;

-- The hour at which a day begins for a person, and what others must know of a profile: also the first one, if the person
-- said at sign-up where they are.
alter table identity.profile add column morning text not null default '09:00';

create function identity.tell_profile() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into tasks.outbox (id, user_id, topic, type, time, data)
  values (gen_random_uuid(), new.id, 'task-events', 'zerodue.user.updated.v1', now(),
    json_build_object(
      'profile', json_build_object('zone', new.zone, 'locale', coalesce(new.locale, 'en'), 'defaultReminder', null,
        'quietHours', null, 'morning', '09:00', 'version', 1),
      'actor', json_build_object('kind', 'user', 'id', new.id)));
  return null;
end $$;
create trigger tell_profile after insert on identity.person for each row when (new.zone is not null)
  execute function identity.tell_profile();
